-- One row per company and burst: consecutive ISO weeks whose stories stand `threshold` standard errors above the
-- baseline_weeks before each of them. Weeks are weighed by what the sources covered, as in trend.compared_days, and
-- only articles of covered days count; a week that no source covers is unknown and breaks no baseline.
-- With 150 companies and half a year some 4,000 weeks are looked at, of which a threshold of 3 passes a handful by chance.
create or replace macro trend.company_bursts(weeks := 26, baseline_weeks := 8, threshold := 3.0, as_of := null) as table
with range as (
    select
        recent_from_on - (7 * baseline_weeks)::integer as from_on,
        recent_from_on,
        recent_to_on
    from trend.two_periods(weeks, as_of)
),
days as materialized (
    select d.source_id, d.day_on
    from trend.source_days_since(
        (select recent_from_on - (7 * baseline_weeks)::integer from trend.two_periods(weeks, as_of))
    ) as d
    join range as r on d.day_on between r.from_on and r.recent_to_on
    where d.is_covered
),
articles as materialized (
    select a.article_id, a.source_id, date_trunc('week', a.counted_on)::date as week_on
    from core.articles as a
    join days as d on d.source_id = a.source_id and d.day_on = a.counted_on
),
rates as (
    select d.source_id, coalesce(any_value(b.article_count), 0) / count(*) as articles_per_day
    from days as d
    left join (select source_id, count(*) as article_count from articles group by source_id) as b using (source_id)
    group by d.source_id
),
volumes as (
    select date_trunc('week', d.day_on)::date as week_on, sum(r.articles_per_day) as volume
    from days as d
    join rates as r using (source_id)
    group by all
    having volume > 0
),
counts as (
    select c.company_id, a.week_on, count(distinct s.story_id) as story_count
    from articles as a
    join core.article_companies as c using (article_id)
    join core.story_articles as s using (article_id)
    group by all
),
weekly as (
    select
        k.company_id,
        v.week_on,
        v.volume,
        coalesce(n.story_count, 0) as story_count
    from (select distinct company_id from counts) as k
    cross join volumes as v
    left join counts as n using (company_id, week_on)
),
judged as (
    select
        company_id,
        week_on,
        story_count,
        sum(story_count) over before as baseline_count,
        volume / sum(volume) over before as exposure
    from weekly
    window before as (
        partition by company_id order by week_on
        range between (7 * baseline_weeks)::integer * interval 1 day preceding and interval 7 days preceding
    )
),
high as (
    select
        *,
        trend.rate_change(story_count, baseline_count, exposure) as score,
        week_on - (7 * row_number() over (partition by company_id order by week_on))::integer as run_on
    from judged
    cross join range as r
    where week_on >= r.recent_from_on
        and trend.rate_change(story_count, baseline_count, exposure) >= threshold
)
select
    h.company_id,
    any_value(k.name_ja) as company_name,
    min(h.week_on) as from_on,
    max(h.week_on) + 6 as to_on,
    sum(h.story_count)::bigint as story_count,
    round(sum(h.baseline_count * h.exposure), 1) as expected_story_count,
    round(max(h.score), 2) as peak_score,
    arg_max(h.week_on, h.score) as peak_week_on,
    bool_and(coalesce(c.is_complete, false)) as is_complete
from high as h
join core.companies as k using (company_id)
left join trend.coverage(
    'week', since_on := (select recent_from_on from trend.two_periods(weeks, as_of))
) as c on c.period_on = h.week_on
group by h.company_id, h.run_on;

comment on macro table trend.company_bursts is 'Weeks in which a company is suddenly in the news. weeks: how far to look back, default 26; baseline_weeks: weeks before each week that it is held against, default 8; threshold: least trend.rate_change of a burst, default 3; as_of: day to look back from, default the day after the newest article. Columns: company_id, company_name, from_on, to_on (first and last day of the burst), story_count, expected_story_count (at the pace of the baseline), peak_score, peak_week_on, is_complete (every source day of the burst was covered). Example: from trend.company_bursts() order by peak_score desc';
