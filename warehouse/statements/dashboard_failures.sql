-- The links of one run that did not become an article, what happens seldom first.
-- Parameters: run_id.
select outcome, source_id, url, detail, count(*) over (partition by outcome) as alike
from ops.outcomes
where run_id = $run_id and outcome not in ('loaded', 'unchanged')
order by alike, outcome, source_id, url
limit 50;
