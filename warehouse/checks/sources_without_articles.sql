-- severity: soft
-- meaning: of the last run's pages of a source at least three were fetched and not one gave an article
-- remedy: the layout of the site has changed or a wall went up: look at a page with «kawaraban extract»
with last_run as (
    select max(run_id) as run_id from ops.runs where state = 'completed' and selected_count > 0
)
select
    o.source_id,
    any_value(o.run_id) as run_id,
    count(*) as page_count,
    mode(o.outcome) as usual_outcome,
    min(o.url) as example_url
from ops.outcomes as o
join last_run using (run_id)
where o.outcome in ('loaded', 'unchanged', 'duplicate', 'not-an-article', 'unreadable')
group by o.source_id
having count(*) >= 3 and count(*) filter (where o.outcome in ('loaded', 'unchanged', 'duplicate')) = 0;
