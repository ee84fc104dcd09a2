-- One row per story that more than one outlet tells: who was first, and by how long.
-- An article whose hour is unknown counts for the end of its day, so that it never beats one whose hour is known.
create or replace macro trend.first_reports(since_on := null, until_on := null) as table
with several as (
    select story_id, title
    from core.stories
    where outlet_count > 1
        and last_counted_on >= coalesce(since_on::date, date '0001-01-01')
        and first_counted_on <= coalesce(until_on::date, date '9999-12-30')
),
told as (
    select
        m.story_id,
        v.title,
        a.source_id,
        min(coalesce(a.published_at, core.tokyo_midnight(a.counted_on + 1))) as told_at,
        bool_or(a.published_at is not null) as has_hour
    from several as v
    join core.story_articles as m using (story_id)
    join core.articles as a using (article_id)
    group by all
),
ranked as (
    select
        *,
        row_number() over (partition by story_id order by told_at, source_id) as place,
        lead(told_at) over (partition by story_id order by told_at, source_id) as next_at,
        count(*) over (partition by story_id) as outlet_count
    from told
)
select
    story_id,
    title,
    source_id as first_source_id,
    told_at as first_told_at,
    has_hour,
    round((epoch(next_at) - epoch(told_at)) / 3600, 2) as lead_hours,
    outlet_count,
    coalesce(w.coverage, 0) as coverage,
    coalesce(w.is_complete, false) as is_complete
from ranked
left join trend.coverage(
    'week', since_on := date_trunc('week', since_on::date), until_on := date_trunc('week', until_on::date) + interval 6 days
) as w on w.period_on = date_trunc('week', core.tokyo_day(told_at - interval 1 microsecond))
where place = 1;

comment on macro table trend.first_reports is 'Stories that several outlets tell, and who told them first. since_on, until_on: first and last day, default all. Columns: story_id, title, first_source_id, first_told_at, has_hour (false: only the day is known, counted as its end), lead_hours (until the second outlet; 0 is a tie, told by name), outlet_count, coverage and is_complete (of the ISO week of first_told_at: below that another outlet may have been first). Example: from trend.first_reports(since_on := ''2025-07-01'') order by lead_hours desc';

-- One row per source with an article in the days asked for.
create or replace macro trend.outlets(since_on := null, until_on := null) as table
with articles as materialized (
    select
        a.article_id,
        a.source_id,
        a.counted_on,
        a.body_chars,
        m.story_id,
        m.role,
        s.outlet_count
    from core.articles as a
    join core.story_articles as m using (article_id)
    join core.stories as s using (story_id)
    where a.counted_on >= coalesce(since_on::date, date '0001-01-01')
        and a.counted_on <= coalesce(until_on::date, date '9999-12-30')
),
startups as (
    select distinct c.article_id
    from core.article_companies as c
    join core.companies as k using (company_id)
    where c.is_salient and k.kind = 'startup' and k.country = 'JP'
),
own_days as (
    select source_id, avg(is_covered::integer) as coverage
    from trend.source_days_since(since_on)
    where day_on <= coalesce(until_on::date, (select core.tokyo_day(max(polled_at)) - 1 from raw.polls))
    group by source_id
),
firsts as (
    select first_source_id as source_id, count(*) as first_count
    from trend.first_reports(since_on, until_on)
    group by all
)
select
    a.source_id,
    s.name as source_name,
    count(*) as article_count,
    count(distinct a.story_id) as story_count,
    count(distinct a.story_id) filter (where a.outlet_count = 1) as own_story_count,
    count(distinct a.story_id) filter (where a.outlet_count > 1) as shared_story_count,
    coalesce(any_value(f.first_count), 0) as first_count,
    round(count(*) filter (where a.role = 'reprint') / count(*), 4) as reprint_share,
    round(count(t.article_id) / count(*), 4) as startup_share,
    median(a.body_chars)::integer as median_body_chars,
    min(a.counted_on) as first_on,
    max(a.counted_on) as last_on,
    coalesce(round(any_value(d.coverage), 4), 0) as coverage,
    any_value(v.is_complete) as is_complete
from articles as a
left join core.sources as s using (source_id)
left join startups as t using (article_id)
left join firsts as f using (source_id)
left join own_days as d using (source_id)
cross join trend.coverage_between(since_on, until_on) as v
group by a.source_id, s.name;

comment on macro table trend.outlets is 'Profiles of the outlets. since_on, until_on: first and last day, default all. Columns: source_id, source_name, article_count, story_count, own_story_count (no other outlet tells it), shared_story_count, first_count (shared stories that it told first), reprint_share (of its articles), startup_share (of its articles, about a Japanese start-up), median_body_chars, first_on, last_on, coverage (of the days asked for, the share that this outlet covered), is_complete (all outlets covered all of them: being first or alone is known only then; trend.coverage_between). Example: from trend.outlets(since_on := ''2025-07-01'') order by first_count desc';
