-- What did we know on a day?
-- One row per company: stories of the four weeks up to an instant, as they could be counted then and as they are counted
-- now. known_now exceeds known_then by what was found late. is_exact: no article was edited since.
-- param instant instant = null: the instant, with its offset; null: a week before the newest article was seen
with moment as (
    select coalesce($instant::timestamptz, (select max(first_seen_at) from core.articles) - interval 7 days) as instant
),
window_of as (
    select instant, core.tokyo_day(instant) as to_on, core.tokyo_day(instant) - 27 as from_on from moment
),
counted as (
    select
        c.company_id,
        c.story_id,
        a.first_seen_at <= w.instant as is_known,
        a.first_seen_at <= w.instant and a.version_no > 1 and a.last_seen_at > w.instant as may_be_edited
    from trend.company_articles as c
    join core.articles as a using (article_id)
    join window_of as w on c.counted_on between w.from_on and w.to_on
)
select
    n.company_id,
    any_value(k.name_ja) as company_name,
    count(distinct n.story_id) filter (where n.is_known) as known_then,
    count(distinct n.story_id) as known_now,
    not bool_or(n.may_be_edited) as is_exact,
    any_value(w.from_on) as from_on,
    any_value(w.instant) as instant
from counted as n
join core.companies as k using (company_id)
cross join window_of as w
group by n.company_id
order by known_then desc, known_now desc, n.company_id
limit 50;
