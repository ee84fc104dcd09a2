-- severity: hard
-- meaning: a completed run does not have exactly one outcome for each link that it selected
-- remedy: a fault of the program: keep the writer's database and its log for whoever mends it
select r.run_id, r.selected_count, count(o.url) as outcome_count
from ops.runs as r
left join ops.outcomes as o using (run_id)
where r.state = 'completed'
group by r.run_id, r.selected_count
having r.selected_count <> count(o.url);
