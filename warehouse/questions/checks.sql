-- What did the checks of the last publish find?
-- One row per check, findings first. hard ones stop a publish; meaning and remedy: what a finding says and what to do; example: one row.
select
    name,
    severity,
    row_count as rows_found,
    meaning,
    remedy,
    example,
    checked_at
from ops.checks
order by row_count = 0, severity, name;
