-- One row per enabled source and unbroken stretch of time that its good polls reach.
-- A poll that answered (ok) reaches back to its oldest item; one that answered «not modified» back to the good poll
-- of the same feed before it, for nothing had changed since; a list without dates likewise, but over two days at
-- most. Polls of one feed on one day are taken together. Any feed of a source counts for it.
create or replace view trend.source_reaches as
with polled as (
    select
        p.source_id,
        p.feed_url,
        core.tokyo_day(p.polled_at) as polled_on,
        min(p.polled_at) as first_at,
        max(p.polled_at) as last_at,
        min(p.oldest_at) filter (where p.outcome = 'ok') as oldest_at,
        arg_min(p.outcome, p.polled_at) as first_outcome
    from raw.polls as p
    where p.outcome in ('ok', 'not-modified')
    group by all
),
before as (
    select
        *,
        lag(last_at) over (partition by source_id, feed_url order by polled_on) as before_at
    from polled
),
reached as (
    select
        source_id,
        least(
            first_at,
            oldest_at,
            case
                when first_outcome = 'not-modified' then before_at
                when oldest_at is null and before_at >= first_at - interval 48 hours then before_at
            end
        ) as from_at,
        last_at as to_at
    from before
),
ordered as (
    select
        *,
        max(to_at) over (
            partition by source_id order by from_at, to_at rows between unbounded preceding and 1 preceding
        ) as reached_at
    from reached
),
numbered as (
    select
        *,
        count(*) filter (where reached_at is null or from_at > reached_at) over (
            partition by source_id order by from_at, to_at rows between unbounded preceding and current row
        ) as reach_no
    from ordered
)
select
    n.source_id,
    min(n.from_at) as from_at,
    max(n.to_at) as to_at
from numbered as n
join core.sources as s using (source_id)
where s.is_enabled
group by n.source_id, n.reach_no;

comment on view trend.source_reaches is 'Stretches of time that the good polls of each enabled source reach without a break. Example: from trend.source_reaches order by source_id, from_at';
comment on column trend.source_reaches.source_id is 'core.sources.source_id';
comment on column trend.source_reaches.from_at is 'Start: the oldest item of the first poll of the stretch';
comment on column trend.source_reaches.to_at is 'End: the last poll of the stretch';
