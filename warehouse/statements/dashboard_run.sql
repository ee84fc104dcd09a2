-- When one run began and ended, and under which versions.
-- Parameters: run_id.
select started_at, ended_at, found_count, selected_count, program_version, register_version
from ops.runs
where run_id = $run_id;
