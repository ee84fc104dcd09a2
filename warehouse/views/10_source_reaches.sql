-- One row per enabled source and unbroken stretch of time that its good polls reach.
-- A poll that answered (ok) reaches back to its oldest item; one that answered «not modified» back to the good poll
-- of the same feed before it, for nothing had changed since. A list without dates reaches back to the oldest article
-- that it named first, and to the poll before where it still named a link known by then, for nothing fell out between.
-- Polls of one feed on one day are taken together. Any feed of a source counts for it.
create or replace view trend.source_reaches as
with polled as (
    select
        p.source_id,
        p.feed_url,
        core.tokyo_day(p.polled_at) as polled_on,
        min(p.polled_at) as first_at,
        max(p.polled_at) as last_at,
        min(p.oldest_at) filter (where p.outcome = 'ok') as oldest_at,
        max(p.item_count) filter (where p.outcome = 'ok') as item_count,
        arg_min(p.outcome, p.polled_at) as first_outcome
    from raw.polls as p
    where p.outcome in ('ok', 'not-modified')
    group by all
),
undated as (
    select feed_url, polled_on from polled where oldest_at is null and item_count > 0
),
named_first as (
    select u.feed_url, u.polled_on, count(*) as link_count, min(core.tokyo_midnight(a.counted_on)) as oldest_at
    from undated as u
    join raw.links as l on l.feed_url = u.feed_url and core.tokyo_day(l.found_at) = u.polled_on
    left join core.articles as a on a.link_url = l.url
    group by all
),
before as (
    select
        p.*,
        f.oldest_at as oldest_article_at,
        coalesce(f.link_count, 0) as new_count,
        lag(p.last_at) over (partition by p.source_id, p.feed_url order by p.polled_on) as before_at
    from polled as p
    left join named_first as f using (feed_url, polled_on)
),
reached as (
    select
        source_id,
        least(
            first_at,
            oldest_at,
            oldest_article_at,
            case when first_outcome = 'not-modified' or (oldest_at is null and item_count > new_count) then before_at end
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
