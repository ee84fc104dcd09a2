-- One row per enabled source and day (Asia/Tokyo) from which it is expected to deliver: from its first reach or its
-- first poll, whichever is earlier, to the day of the newest poll. Days before that are unknown, so they have no row.
-- is_covered: one stretch of reach holds the whole day, so that an article of that day was there to be found.
create or replace view trend.source_days as
with covered as (
    select
        source_id,
        unnest(generate_series(
            core.tokyo_day(from_at + interval 86399999999 microseconds), core.tokyo_day(to_at) - 1, interval 1 day
        ))::date as day_on
    from trend.source_reaches
),
known as (
    select source_id, min(day_on) as from_on from covered group by source_id
    union all
    select source_id, core.tokyo_day(min(polled_at)) from raw.polls group by source_id
),
expected as (
    select
        k.source_id,
        unnest(generate_series(
            min(k.from_on), (select core.tokyo_day(max(polled_at)) from raw.polls), interval 1 day
        ))::date as day_on
    from known as k
    join core.sources as s using (source_id)
    where s.is_enabled
    group by k.source_id
)
select
    e.source_id,
    e.day_on,
    c.day_on is not null as is_covered
from expected as e
left join covered as c using (source_id, day_on);

comment on view trend.source_days is 'Which enabled source covers which day; a day that is not covered is unknown, not empty. Example: from trend.source_days where not is_covered order by day_on desc';
comment on column trend.source_days.source_id is 'core.sources.source_id';
comment on column trend.source_days.day_on is 'Day in Asia/Tokyo';
comment on column trend.source_days.is_covered is 'The reach of its polls holds the whole day';
