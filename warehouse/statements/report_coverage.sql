-- One row per week up to the one told: how much of it the enabled sources covered. Weeks before anything was expected have no row.
-- Parameters: first, monday.
select period_on, coverage, is_complete, covered_count, expected_count, source_count
from trend.coverage('week', $first, $monday::date + 6)
order by period_on;
