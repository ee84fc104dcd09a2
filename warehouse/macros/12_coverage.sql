-- One row per period with an expected source. coverage: of the pairs of enabled source and day, the share whose day
-- the source covers. is_complete: all of them, and the period lies whole within the days watched and asked for.
create or replace macro trend.coverage(period := 'week', since_on := null, until_on := null, known_at := null) as table
with days as (
    select
        date_trunc(period, day_on)::date as period_on,
        day_on,
        source_id,
        is_covered
    from trend.source_days_since(since_on, known_at := known_at)
    where day_on <= coalesce(until_on::date, date '9999-12-30')
)
select
    period_on,
    count(*) filter (where is_covered) as covered_count,
    count(*) as expected_count,
    count(distinct source_id) as source_count,
    round(count(*) filter (where is_covered) / count(*), 4) as coverage,
    count(*) filter (where not is_covered) = 0
        and min(day_on) = period_on
        and date_trunc(period, max(day_on) + 1)::date > period_on as is_complete
from days
group by period_on;

comment on macro table trend.coverage is 'How much of each period the enabled sources delivered. period: day, week (ISO, begins on Monday) or month, default week; since_on, until_on: first and last day, default all; known_at: instant after which polls are left out, default null for none. Columns: period_on (first day of the period), covered_count and expected_count (pairs of source and day), source_count (sources expected), coverage (share, 0 to 1), is_complete (every pair, and no day of the period outside the time watched or the days asked for). Example: from trend.coverage(period := ''month'')';

-- One row: the days asked for as one stretch. Where a bound is not given the stretch is what was watched: from the first
-- day on which a source was expected to the last that had ended by the newest poll (today is counted, but cannot be
-- whole yet).
create or replace macro trend.coverage_between(since_on := null, until_on := null, known_at := null) as table
with days as (
    select day_on, is_covered
    from trend.source_days_since(since_on, known_at := known_at)
    where day_on <= coalesce(
        until_on::date,
        (
            select core.tokyo_day(max(polled_at)) - 1
            from raw.polls
            where polled_at <= coalesce(known_at::timestamptz, 'infinity')
        )
    )
)
select
    min(day_on) as from_on,
    max(day_on) as to_on,
    coalesce(round(avg(is_covered::integer), 4), 0) as coverage,
    coalesce(
        bool_and(is_covered)
        and min(day_on) <= coalesce(any_value(since_on::date), min(day_on))
        and max(day_on) >= coalesce(any_value(until_on::date), max(day_on)),
        false
    ) as is_complete
from days;

comment on macro table trend.coverage_between is 'How much of a stretch of days the enabled sources delivered, in one row. since_on, until_on: first and last day, default all that was watched: from the first day with an expected source to the last that had ended by the newest poll; known_at: instant after which polls are left out, default null for none. Columns: from_on, to_on (days of it with an expected source), coverage (of the pairs of source and day, the share that was covered), is_complete (every pair, and no day asked for outside the time watched). Example: from trend.coverage_between(since_on := ''2025-07-01'', until_on := ''2025-07-31'')';

-- One row per day watched: how much of everything up to it, the day itself included, was covered. «New» is known only
-- where the past was watched: a name first seen on the first day may be an old one, and one that hides in a gap too.
create or replace macro trend.coverage_up_to_day() as table
with daily as (
    select
        day_on,
        count(*) as expected_count,
        count(*) filter (where is_covered) as covered_count
    from trend.source_days_since(null)
    group by day_on
)
select
    day_on,
    row_number() over past as watched_days,
    round(sum(covered_count) over past / sum(expected_count) over past, 4) as coverage,
    sum(covered_count) over past = sum(expected_count) over past and row_number() over past > 28 as is_complete
from daily
window past as (order by day_on rows between unbounded preceding and current row);

comment on macro table trend.coverage_up_to_day is 'For each day how much of the whole past was watched: what it takes to call something new. Columns: day_on, watched_days (with an expected source, up to this day), coverage (of all pairs of source and day up to this day, the share that was covered), is_complete (every pair, and more than four weeks of them). Example: from trend.coverage_up_to_day() order by day_on desc limit 7';
