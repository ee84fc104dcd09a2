-- How did the links of the last run end?
-- One row per outcome; they sum to the links that the run selected.
with last_run as (
    select run_id, started_at, selected_count from ops.runs where state = 'completed' order by run_id desc limit 1
)
select o.outcome, count(*) as links, min(o.detail) as example
from ops.outcomes as o
join last_run using (run_id)
group by o.outcome
order by links desc, o.outcome;
