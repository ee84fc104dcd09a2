-- One row per company and ISO week (Asia/Tokyo, week_on is its Monday) in which an article names it.
-- story_count folds reprints of one story; article_count does not.
create or replace view trend.company_weekly as
with counted as (
    select
        date_trunc('week', a.counted_on)::date as week_on,
        c.company_id,
        a.article_id,
        a.source_id,
        s.story_id,
        c.is_salient,
        c.is_in_title
    from core.article_companies as c
    join core.articles as a using (article_id)
    join core.story_articles as s using (article_id)
),
weekly as (
    select
        week_on,
        company_id,
        count(*) as article_count,
        count(distinct story_id) as story_count,
        count(distinct source_id) as outlet_count,
        count(distinct story_id) filter (where is_salient) as salient_story_count,
        count(*) filter (where is_in_title) as headline_count
    from counted
    group by week_on, company_id
)
select
    w.week_on,
    w.company_id,
    k.name_ja as company_name,
    k.kind,
    k.country,
    w.article_count,
    w.story_count,
    w.outlet_count,
    w.salient_story_count,
    w.headline_count,
    w.story_count - coalesce(p.story_count, 0) as story_change
from weekly as w
join core.companies as k using (company_id)
left join weekly as p on p.company_id = w.company_id and p.week_on = w.week_on - interval 7 days;

comment on view trend.company_weekly is 'Companies by ISO week in Asia/Tokyo. Example: from trend.company_weekly where company_id = ''sakana-ai'' order by week_on';
comment on column trend.company_weekly.week_on is 'Monday of the ISO week';
comment on column trend.company_weekly.company_id is 'core.companies.company_id';
comment on column trend.company_weekly.company_name is 'Name in Japanese text';
comment on column trend.company_weekly.kind is 'startup, enterprise, global or public';
comment on column trend.company_weekly.country is 'ISO 3166 code';
comment on column trend.company_weekly.article_count is 'Articles that name it, reprints counted';
comment on column trend.company_weekly.story_count is 'Stories that name it, reprints folded';
comment on column trend.company_weekly.outlet_count is 'Different outlets';
comment on column trend.company_weekly.salient_story_count is 'Stories that are about it';
comment on column trend.company_weekly.headline_count is 'Articles with its name in the headline';
comment on column trend.company_weekly.story_change is 'story_count less that of the week before';
