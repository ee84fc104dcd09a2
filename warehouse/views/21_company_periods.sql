-- Companies by day, by ISO week (week_on is its Monday) and by month, all in Asia/Tokyo: the macro trend.companies over
-- everything there is. Where the file is large, ask the macro for the days you need.

create or replace view trend.company_daily as
select
    n.period_on as day_on,
    n.company_id,
    n.company_name,
    n.kind,
    n.country,
    n.article_count,
    n.story_count,
    n.outlet_count,
    n.salient_story_count,
    n.headline_count,
    n.headline_share,
    n.coverage,
    n.is_complete,
    case
        when not n.is_complete or c.is_complete is distinct from true then null
        when lag(n.period_on) over before = n.period_on - interval 1 day then n.story_count - lag(n.story_count) over before
        else n.story_count
    end as story_change
from trend.companies('day') as n
left join trend.coverage('day') as c on c.period_on = n.period_on - interval 1 day
window before as (partition by n.company_id order by n.period_on);

comment on view trend.company_daily is 'Companies by day in Asia/Tokyo. Example: from trend.company_daily where company_id = ''sakana-ai'' order by day_on';
comment on column trend.company_daily.day_on is 'Day';
comment on column trend.company_daily.company_id is 'core.companies.company_id';
comment on column trend.company_daily.company_name is 'Name in Japanese text';
comment on column trend.company_daily.kind is 'startup, enterprise, global or public';
comment on column trend.company_daily.country is 'ISO 3166 code';
comment on column trend.company_daily.article_count is 'Articles that name it, reprints counted';
comment on column trend.company_daily.story_count is 'Stories that name it, reprints folded';
comment on column trend.company_daily.outlet_count is 'Different outlets';
comment on column trend.company_daily.salient_story_count is 'Stories that are about it';
comment on column trend.company_daily.headline_count is 'Articles with its name in the headline';
comment on column trend.company_daily.headline_share is 'headline_count of article_count, 0 to 1';
comment on column trend.company_daily.coverage is 'Of the expected pairs of source and day, the share that was delivered';
comment on column trend.company_daily.is_complete is 'All of them were delivered';
comment on column trend.company_daily.story_change is 'story_count less that of the day before; null where either day is not complete';

create or replace view trend.company_weekly as
select
    n.period_on as week_on,
    n.company_id,
    n.company_name,
    n.kind,
    n.country,
    n.article_count,
    n.story_count,
    n.outlet_count,
    n.salient_story_count,
    n.headline_count,
    n.headline_share,
    n.coverage,
    n.is_complete,
    case
        when not n.is_complete or c.is_complete is distinct from true then null
        when lag(n.period_on) over before = n.period_on - interval 1 week then n.story_count - lag(n.story_count) over before
        else n.story_count
    end as story_change
from trend.companies('week') as n
left join trend.coverage('week') as c on c.period_on = n.period_on - interval 1 week
window before as (partition by n.company_id order by n.period_on);

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
comment on column trend.company_weekly.headline_share is 'headline_count of article_count, 0 to 1';
comment on column trend.company_weekly.coverage is 'Of the expected pairs of source and day, the share that was delivered';
comment on column trend.company_weekly.is_complete is 'All of them were delivered';
comment on column trend.company_weekly.story_change is 'story_count less that of the week before; null where either week is not complete';

create or replace view trend.company_monthly as
select
    n.period_on as month_on,
    n.company_id,
    n.company_name,
    n.kind,
    n.country,
    n.article_count,
    n.story_count,
    n.outlet_count,
    n.salient_story_count,
    n.headline_count,
    n.headline_share,
    n.coverage,
    n.is_complete,
    case
        when not n.is_complete or c.is_complete is distinct from true then null
        when lag(n.period_on) over before = n.period_on - interval 1 month then n.story_count - lag(n.story_count) over before
        else n.story_count
    end as story_change
from trend.companies('month') as n
left join trend.coverage('month') as c on c.period_on = n.period_on - interval 1 month
window before as (partition by n.company_id order by n.period_on);

comment on view trend.company_monthly is 'Companies by month in Asia/Tokyo. Example: from trend.company_monthly where company_id = ''sakana-ai'' order by month_on';
comment on column trend.company_monthly.month_on is 'First day of the month';
comment on column trend.company_monthly.company_id is 'core.companies.company_id';
comment on column trend.company_monthly.company_name is 'Name in Japanese text';
comment on column trend.company_monthly.kind is 'startup, enterprise, global or public';
comment on column trend.company_monthly.country is 'ISO 3166 code';
comment on column trend.company_monthly.article_count is 'Articles that name it, reprints counted';
comment on column trend.company_monthly.story_count is 'Stories that name it, reprints folded';
comment on column trend.company_monthly.outlet_count is 'Different outlets';
comment on column trend.company_monthly.salient_story_count is 'Stories that are about it';
comment on column trend.company_monthly.headline_count is 'Articles with its name in the headline';
comment on column trend.company_monthly.headline_share is 'headline_count of article_count, 0 to 1';
comment on column trend.company_monthly.coverage is 'Of the expected pairs of source and day, the share that was delivered';
comment on column trend.company_monthly.is_complete is 'All of them were delivered';
comment on column trend.company_monthly.story_change is 'story_count less that of the month before; null where either month is not complete';
