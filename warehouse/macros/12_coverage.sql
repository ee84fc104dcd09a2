-- One row per period with an expected source. coverage: of the pairs of enabled source and day, the share whose day
-- the source covers. is_complete: all of them, and the period lies whole within the days watched and asked for.
create or replace macro trend.coverage(period := 'week', since_on := null, until_on := null) as table
with days as (
    select
        date_trunc(period, day_on)::date as period_on,
        day_on,
        source_id,
        is_covered
    from trend.source_days_since(since_on)
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

comment on macro table trend.coverage is 'How much of each period the enabled sources delivered. period: day, week (ISO, begins on Monday) or month, default week; since_on, until_on: first and last day, default all. Columns: period_on (first day of the period), covered_count and expected_count (pairs of source and day), source_count (sources expected), coverage (share, 0 to 1), is_complete (every pair, and no day of the period outside the time watched or the days asked for). Example: from trend.coverage(period := ''month'')';
