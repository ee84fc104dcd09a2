-- Themes by day, by ISO week (week_on is its Monday) and by month, all in Asia/Tokyo: the macro trend.themes over
-- everything there is. Where the file is large, ask the macro for the days you need.

create or replace view trend.theme_daily as
select
    n.period_on as day_on,
    n.theme_id,
    n.theme_name,
    n.parent_id,
    n.article_count,
    n.story_count,
    n.outlet_count,
    n.story_share,
    n.coverage,
    n.is_complete,
    case
        when not n.is_complete or c.is_complete is distinct from true then null
        when lag(n.period_on) over before = n.period_on - interval 1 day then n.story_count - lag(n.story_count) over before
        else n.story_count
    end as story_change
from trend.themes('day') as n
left join trend.coverage('day') as c on c.period_on = n.period_on - interval 1 day
window before as (partition by n.theme_id order by n.period_on);

comment on view trend.theme_daily is 'Themes by day in Asia/Tokyo. Example: from trend.theme_daily where theme_id = ''funding'' order by day_on';
comment on column trend.theme_daily.day_on is 'Day';
comment on column trend.theme_daily.theme_id is 'core.themes.theme_id';
comment on column trend.theme_daily.theme_name is 'Name in Japanese';
comment on column trend.theme_daily.parent_id is 'Group of the theme';
comment on column trend.theme_daily.article_count is 'Articles, reprints counted';
comment on column trend.theme_daily.story_count is 'Stories, reprints folded';
comment on column trend.theme_daily.outlet_count is 'Different outlets';
comment on column trend.theme_daily.story_share is 'story_count of all stories of the period, 0 to 1';
comment on column trend.theme_daily.coverage is 'Of the expected pairs of source and day, the share that was delivered';
comment on column trend.theme_daily.is_complete is 'All of them were delivered';
comment on column trend.theme_daily.story_change is 'story_count less that of the day before; null where either day is not complete';

create or replace view trend.theme_weekly as
select
    n.period_on as week_on,
    n.theme_id,
    n.theme_name,
    n.parent_id,
    n.article_count,
    n.story_count,
    n.outlet_count,
    n.story_share,
    n.coverage,
    n.is_complete,
    case
        when not n.is_complete or c.is_complete is distinct from true then null
        when lag(n.period_on) over before = n.period_on - interval 1 week then n.story_count - lag(n.story_count) over before
        else n.story_count
    end as story_change
from trend.themes('week') as n
left join trend.coverage('week') as c on c.period_on = n.period_on - interval 1 week
window before as (partition by n.theme_id order by n.period_on);

comment on view trend.theme_weekly is 'Themes by ISO week in Asia/Tokyo. Example: from trend.theme_weekly where theme_id = ''funding'' order by week_on';
comment on column trend.theme_weekly.week_on is 'Monday of the ISO week';
comment on column trend.theme_weekly.theme_id is 'core.themes.theme_id';
comment on column trend.theme_weekly.theme_name is 'Name in Japanese';
comment on column trend.theme_weekly.parent_id is 'Group of the theme';
comment on column trend.theme_weekly.article_count is 'Articles, reprints counted';
comment on column trend.theme_weekly.story_count is 'Stories, reprints folded';
comment on column trend.theme_weekly.outlet_count is 'Different outlets';
comment on column trend.theme_weekly.story_share is 'story_count of all stories of the period, 0 to 1';
comment on column trend.theme_weekly.coverage is 'Of the expected pairs of source and day, the share that was delivered';
comment on column trend.theme_weekly.is_complete is 'All of them were delivered';
comment on column trend.theme_weekly.story_change is 'story_count less that of the week before; null where either week is not complete';

create or replace view trend.theme_monthly as
select
    n.period_on as month_on,
    n.theme_id,
    n.theme_name,
    n.parent_id,
    n.article_count,
    n.story_count,
    n.outlet_count,
    n.story_share,
    n.coverage,
    n.is_complete,
    case
        when not n.is_complete or c.is_complete is distinct from true then null
        when lag(n.period_on) over before = n.period_on - interval 1 month then n.story_count - lag(n.story_count) over before
        else n.story_count
    end as story_change
from trend.themes('month') as n
left join trend.coverage('month') as c on c.period_on = n.period_on - interval 1 month
window before as (partition by n.theme_id order by n.period_on);

comment on view trend.theme_monthly is 'Themes by month in Asia/Tokyo. Example: from trend.theme_monthly where theme_id = ''funding'' order by month_on';
comment on column trend.theme_monthly.month_on is 'First day of the month';
comment on column trend.theme_monthly.theme_id is 'core.themes.theme_id';
comment on column trend.theme_monthly.theme_name is 'Name in Japanese';
comment on column trend.theme_monthly.parent_id is 'Group of the theme';
comment on column trend.theme_monthly.article_count is 'Articles, reprints counted';
comment on column trend.theme_monthly.story_count is 'Stories, reprints folded';
comment on column trend.theme_monthly.outlet_count is 'Different outlets';
comment on column trend.theme_monthly.story_share is 'story_count of all stories of the period, 0 to 1';
comment on column trend.theme_monthly.coverage is 'Of the expected pairs of source and day, the share that was delivered';
comment on column trend.theme_monthly.is_complete is 'All of them were delivered';
comment on column trend.theme_monthly.story_change is 'story_count less that of the month before; null where either month is not complete';
