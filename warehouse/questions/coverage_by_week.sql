-- How complete is each week?
-- One row per week (Monday): pairs of enabled source and day that were covered, of those expected. Where coverage is below 1 a lower count
-- may be a gap and no fall.
-- param weeks integer = 26: so many weeks back from the newest article
select
    period_on as week_on,
    covered_count as covered,
    expected_count as expected,
    source_count as sources,
    coverage,
    is_complete
from trend.coverage(
    'week', since_on := date_trunc('week', trend.newest_day())::date - 7 * ($weeks::integer - 1)
)
order by week_on desc;
