-- One row per period and leaf theme with an article in it. story_share: of all stories of the period, with a theme or not.
create or replace macro trend.themes(period := 'week', since_on := null, until_on := null) as table
with counts as (
    select
        date_trunc(period, counted_on)::date as period_on,
        theme_id,
        count(*) as article_count,
        count(distinct story_id) as story_count,
        count(distinct source_id) as outlet_count
    from trend.theme_articles
    where counted_on >= coalesce(since_on::date, date '0001-01-01')
        and counted_on <= coalesce(until_on::date, date '9999-12-30')
    group by all
),
totals as (
    select
        date_trunc(period, a.counted_on)::date as period_on,
        count(distinct s.story_id) as story_count
    from core.articles as a
    join core.story_articles as s using (article_id)
    where a.counted_on >= coalesce(since_on::date, date '0001-01-01')
        and a.counted_on <= coalesce(until_on::date, date '9999-12-30')
    group by all
)
select
    n.period_on,
    n.theme_id,
    k.name_ja as theme_name,
    k.parent_id,
    n.article_count,
    n.story_count,
    n.outlet_count,
    round(n.story_count / t.story_count, 4) as story_share,
    coalesce(c.coverage, 0) as coverage,
    coalesce(c.is_complete, false) as is_complete
from counts as n
join totals as t using (period_on)
join core.themes as k using (theme_id)
left join trend.coverage(period, since_on, until_on) as c using (period_on);

comment on macro table trend.themes is 'Themes by period. period: day, week (ISO, begins on Monday) or month, default week; since_on, until_on: first and last day, default all. Columns: period_on, theme_id, theme_name, parent_id (group), article_count, story_count, outlet_count, story_share (of all stories of the period), coverage (share of expected source days), is_complete. Example: from trend.themes(period := ''month'') where theme_id = ''funding''';

-- One row per company and theme with a story about the company on the theme. lift: how much likelier the theme is in its
-- stories than in all stories; read it with story_count, for at one or two stories it says little.
create or replace macro trend.company_themes(since_on := null, until_on := null) as table
with stories as materialized (
    select a.article_id, s.story_id
    from core.articles as a
    join core.story_articles as s using (article_id)
    where a.counted_on >= coalesce(since_on::date, date '0001-01-01')
        and a.counted_on <= coalesce(until_on::date, date '9999-12-30')
),
of_company as materialized (
    select distinct c.company_id, s.story_id
    from stories as s
    join core.article_companies as c using (article_id)
    where c.is_salient
),
of_theme as materialized (
    select distinct t.theme_id, s.story_id
    from stories as s
    join core.article_themes as t using (article_id)
),
both_of as (
    select c.company_id, t.theme_id, count(*) as story_count
    from of_company as c
    join of_theme as t using (story_id)
    group by all
),
company_totals as (select company_id, count(*) as story_count from of_company group by company_id),
theme_totals as (select theme_id, count(*) as story_count from of_theme group by theme_id)
select
    b.company_id,
    k.name_ja as company_name,
    k.kind,
    k.country,
    b.theme_id,
    h.name_ja as theme_name,
    b.story_count,
    round(b.story_count / c.story_count, 4) as company_share,
    round(b.story_count * (select count(distinct story_id) from stories) / (c.story_count * t.story_count), 2) as lift,
    v.coverage,
    v.is_complete
from both_of as b
join company_totals as c using (company_id)
join theme_totals as t using (theme_id)
join core.companies as k using (company_id)
join core.themes as h using (theme_id)
cross join trend.coverage_between(since_on, until_on) as v;

comment on macro table trend.company_themes is 'Themes by company: what the stories about each company are about. since_on, until_on: first and last day, default all. Columns: company_id, company_name, kind, country, theme_id, theme_name, story_count (stories about the company on the theme), company_share (of the stories about it), lift (1: the theme is as usual in its stories as in all), coverage and is_complete (of all the days asked for: trend.coverage_between). Example: from trend.company_themes(since_on := ''2025-07-01'') where company_id = ''sakana-ai'' order by story_count desc';
