-- One row per enabled source and unbroken stretch of time that its good polls reach.
-- A poll that answered (ok) reaches back to its oldest item; one that answered «not modified» back to the good poll
-- of the same feed before it, for nothing had changed since. A list without dates reaches back to the oldest article
-- that it named first, and to the poll before where it still named a link known by then, for nothing fell out between.
-- Polls of one feed on one day are taken together. Any feed of a source counts for it.
-- A poll tells of the time before it only, so for the days from since_on on older polls matter but for the last of them.
-- known_at leaves out the polls after an instant: what was known of the coverage then.
create or replace macro trend.reaches_since(since_on, known_at := null) as table
with polled as (
    select
        source_id,
        feed_url,
        core.tokyo_day(polled_at) as polled_on,
        min(polled_at) as first_at,
        max(polled_at) as last_at,
        min(oldest_at) filter (where outcome = 'ok') as oldest_at,
        max(item_count) filter (where outcome = 'ok') as item_count,
        arg_min(outcome, polled_at) as first_outcome
    from raw.polls
    where outcome in ('ok', 'not-modified')
        and polled_at >= core.tokyo_midnight(coalesce(since_on::date, date '1900-01-01'))
        and polled_at <= coalesce(known_at::timestamptz, 'infinity')
    group by all
    union all
    select source_id, feed_url, any_value(since_on::date) - 1, max(polled_at), max(polled_at), null, 0, 'ok'
    from raw.polls
    where outcome in ('ok', 'not-modified')
        and polled_at < core.tokyo_midnight(coalesce(since_on::date, date '1900-01-01'))
        and polled_at <= coalesce(known_at::timestamptz, 'infinity')
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
    where l.found_at <= coalesce(known_at::timestamptz, 'infinity')
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

comment on macro table trend.reaches_since is 'Stretches of time that the good polls of each enabled source reach without a break; what lies before since_on is left out or cut short. since_on: first day that matters, null for all, no default; known_at: instant after which polls are left out, default null for none. A building block: its rows say what is covered. Columns: source_id, from_at, to_at. Example: from trend.reaches_since(''2025-07-01'')';

-- One row per enabled source and day (Asia/Tokyo) from which it is expected to deliver: from its first reach or its
-- first poll, whichever is earlier, to the day of the newest poll. Days before that are unknown, so they have no row.
-- is_covered: one stretch of reach holds the whole day, so that an article of that day was there to be found.
create or replace macro trend.source_days_since(since_on, known_at := null) as table
with covered as (
    select
        source_id,
        unnest(generate_series(
            greatest(core.tokyo_day(from_at + interval 86399999999 microseconds), coalesce(since_on::date, date '1900-01-01')),
            core.tokyo_day(to_at) - 1,
            interval 1 day
        ))::date as day_on
    from trend.reaches_since(since_on, known_at := known_at)
),
polled as (
    select source_id, min(polled_at) as first_at, max(polled_at) as last_at
    from raw.polls
    where polled_at <= coalesce(known_at::timestamptz, 'infinity')
    group by source_id
),
known as (
    select source_id, min(day_on) as from_on from covered group by source_id
    union all
    select source_id, core.tokyo_day(first_at) from polled
),
expected as (
    select
        k.source_id,
        unnest(generate_series(
            greatest(min(k.from_on), any_value(coalesce(since_on::date, date '1900-01-01'))),
            (select core.tokyo_day(max(last_at)) from polled),
            interval 1 day
        ))::date as day_on
    from known as k
    join core.sources as s using (source_id)
    where s.is_enabled
    group by k.source_id
)
select
    e.source_id,
    e.day_on,
    c.day_on is not null as is_covered
from expected as e
left join covered as c using (source_id, day_on);

comment on macro table trend.source_days_since is 'trend.source_days from a day on, without the cost of all the polls before it. since_on: first day, null for all, no default; known_at: instant after which polls are left out, default null for none. A building block: is_covered is its own word on gaps. Columns: source_id, day_on, is_covered. Example: from trend.source_days_since(''2025-07-01'') where not is_covered';
