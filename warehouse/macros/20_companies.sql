-- One row per period and company that an article names in it. Reprints: article_count counts them, story_count folds
-- them into their story. A period without a row is a count of nought only where trend.coverage says it is complete.
create or replace macro trend.companies(period := 'week', since_on := null, until_on := null) as table
with counts as (
    select
        date_trunc(period, counted_on)::date as period_on,
        company_id,
        count(*) as article_count,
        count(distinct story_id) as story_count,
        count(distinct source_id) as outlet_count,
        count(distinct story_id) filter (where is_salient) as salient_story_count,
        count(*) filter (where is_in_title) as headline_count
    from trend.company_articles
    where counted_on >= coalesce(since_on::date, date '0001-01-01')
        and counted_on <= coalesce(until_on::date, date '9999-12-30')
    group by all
)
select
    n.period_on,
    n.company_id,
    k.name_ja as company_name,
    k.kind,
    k.country,
    n.article_count,
    n.story_count,
    n.outlet_count,
    n.salient_story_count,
    n.headline_count,
    round(n.headline_count / n.article_count, 4) as headline_share,
    coalesce(c.coverage, 0) as coverage,
    coalesce(c.is_complete, false) as is_complete
from counts as n
join core.companies as k using (company_id)
left join trend.coverage(period, since_on, until_on) as c using (period_on);

comment on macro table trend.companies is 'Companies by period. period: day, week (ISO, begins on Monday) or month, default week; since_on, until_on: first and last day, default all. Columns: period_on (first day), company_id, company_name, kind, country, article_count (reprints counted), story_count (reprints folded), outlet_count, salient_story_count (stories about it), headline_count (articles with its name in the headline), headline_share (of its articles), coverage (share of expected source days), is_complete. Example: from trend.companies(period := ''month'', since_on := ''2025-07-01'') where kind = ''startup''';
