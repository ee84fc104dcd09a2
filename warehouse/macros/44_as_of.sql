-- One row per article that had been seen by then, in the state in which it was known.
create or replace macro core.articles_as_of(instant) as table
with seen as (
    select article_id, max(version_no) as version_no
    from core.article_versions
    where first_seen_at <= instant::timestamptz
    group by article_id
)
select
    v.article_id,
    a.url,
    a.source_id,
    v.title,
    v.body,
    v.authors,
    v.published_at,
    v.published_on,
    coalesce(v.published_on, core.tokyo_day(a.first_seen_at)) as counted_on,
    v.modified_at,
    v.version_no,
    a.version_no as current_version_no,
    v.first_seen_at
from seen as s
join core.article_versions as v using (article_id, version_no)
join core.articles as a using (article_id);

comment on macro table core.articles_as_of is 'The articles as they were known at an instant: each in the newest version fetched by then. instant: a timestamptz, or text with an offset; no default. Columns: article_id, url, source_id, title, body, authors, published_at, published_on, counted_on, modified_at, version_no (known then), current_version_no (known now), first_seen_at (of the version). The example asks for the state before the newest version was seen. Example: from core.articles_as_of((select max(first_seen_at) - interval 1 second from core.article_versions))';

-- One row per period and company, from the articles that had been seen by an instant, on the days that they then gave.
-- Which companies an article names is known for its current version only, so an edit that added or took out a name
-- shows in the past too; is_exact says that no counted article of the row was edited since.
create or replace macro trend.companies_as_of(instant, period := 'week') as table
with seen as (
    select article_id, max(version_no) as version_no
    from core.article_versions
    where first_seen_at <= instant::timestamptz
    group by article_id
),
known as (
    select
        v.article_id,
        a.source_id,
        a.version_no = v.version_no as is_current,
        date_trunc(period, coalesce(v.published_on, core.tokyo_day(a.first_seen_at)))::date as period_on
    from seen as n
    join core.article_versions as v using (article_id, version_no)
    join core.articles as a using (article_id)
)
select
    n.period_on,
    c.company_id,
    any_value(k.name_ja) as company_name,
    any_value(k.kind) as kind,
    any_value(k.country) as country,
    count(*) as article_count,
    count(distinct s.story_id) as story_count,
    count(distinct n.source_id) as outlet_count,
    bool_and(n.is_current) as is_exact,
    coalesce(any_value(v.coverage), 0) as coverage,
    coalesce(bool_and(v.is_complete), false) as is_complete
from known as n
join core.article_companies as c using (article_id)
join core.story_articles as s using (article_id)
join core.companies as k using (company_id)
left join trend.coverage(period, known_at := instant) as v on v.period_on = n.period_on
group by n.period_on, c.company_id;

comment on macro table trend.companies_as_of is 'Companies by period as they would have been counted at an instant, from the articles seen by then. instant: a timestamptz, or text with an offset; period: day, week or month, default week. Columns: period_on, company_id, company_name, kind, country, article_count, story_count, outlet_count, is_exact (no article of the row was edited since; names are read from the current versions), coverage and is_complete (of the period, from the polls until then: as they were known). The example counts as before the newest version was seen. Example: from trend.companies_as_of((select max(first_seen_at) - interval 1 second from core.article_versions)) order by period_on desc, story_count desc';
