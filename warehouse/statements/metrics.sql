-- What an operator plots: one row per number: metric, label (null: none), its value.
-- The last run is the newest that ended; an outcome that it did not have is 0 there.
with last_run as (
    select arg_max(run_id, started_at) as run_id from ops.runs where state <> 'running' and kind = 'monitor'
)
select 'runs' as metric, s.state as label, count(r.run_id)::double as number
from (values ('running'), ('completed'), ('failed')) as s (state)
left join ops.runs as r using (state)
group by s.state
union all
select 'last_completed_run_timestamp_seconds', null, epoch(max(ended_at)) from ops.runs where state = 'completed'
union all
select 'last_run_links', outcome, count(*) filter (where run_id = (select run_id from last_run))
from ops.outcomes
group by outcome
union all
select 'links', coalesce(outcome, 'waiting'), count(*) from raw.links group by outcome
union all
select 'articles', null, count(*) from core.articles
union all
select 'stories', null, count(*) from core.stories
union all
select 'mentions', null, count(*) from core.company_mentions
union all
select 'funding_claims', null, count(*) from core.funding_claims
union all
select 'alerts_open', rule, count(*) filter (where ended_at is null) from ops.alerts group by rule
union all
select 'check_rows', name, row_count from ops.checks
union all
select 'checks_failed', null, count(*) filter (where row_count > 0) from ops.checks
order by 1, 2;
