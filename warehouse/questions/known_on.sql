-- What did we know on a day?
-- One row per company: stories of the four weeks up to an instant, as they could be counted then and as they are counted
-- now. known_now exceeds known_then by what was found late. is_exact: none of its articles was edited since, so names and days are
-- as they were. coverage_then: of the pairs of source and day, the share that was covered by then; coverage and is_complete: now.
-- param instant instant = null: the instant, with its offset; null: the start of the newest run
with moment as (
    select coalesce($instant::timestamptz, (select max(started_at) from ops.runs)) as instant
),
window_of as (
    select instant, max(a.counted_on) as to_on, max(a.counted_on) - 27 as from_on
    from moment
    join core.articles as a on a.first_seen_at <= instant and a.counted_on <= core.tokyo_day(instant)
    group by instant
),
counted as (
    select
        c.company_id,
        c.story_id,
        a.first_seen_at <= w.instant as is_known,
        a.version_no > 1 and a.article_id in (
            select v.article_id from core.article_versions as v where v.version_no > 1 and v.first_seen_at > w.instant
        ) as is_edited
    from trend.company_articles as c
    join core.articles as a using (article_id)
    join window_of as w on c.counted_on between w.from_on and w.to_on
),
covered as (
    select t.coverage as coverage_then, n.coverage, n.is_complete
    from trend.coverage_between(
        since_on := (select from_on from window_of),
        until_on := (select to_on from window_of),
        known_at := (select instant from window_of)
    ) as t
    cross join trend.coverage_between(
        since_on := (select from_on from window_of), until_on := (select to_on from window_of)
    ) as n
)
select
    n.company_id,
    any_value(k.name_ja) as company_name,
    count(distinct n.story_id) filter (where n.is_known) as known_then,
    count(distinct n.story_id) as known_now,
    not bool_or(n.is_edited) as is_exact,
    any_value(w.from_on) as from_on,
    any_value(w.to_on) as to_on,
    any_value(w.instant) as instant,
    any_value(v.coverage_then) as coverage_then,
    any_value(v.coverage) as coverage,
    any_value(v.is_complete) as is_complete
from counted as n
join core.companies as k using (company_id)
cross join window_of as w
cross join covered as v
group by n.company_id
order by known_then desc, known_now desc, n.company_id
limit 50;
