-- How did the links of each source end?
-- One row per source and outcome over the runs of the last days; share: of the source's links.
-- param days integer = 30: so many days back from the newest run
with newest as (
    select max(recorded_at) as recorded_at from ops.outcomes
)
select
    o.source_id,
    o.outcome,
    count(*) as links,
    round(count(*) / sum(count(*)) over (partition by o.source_id), 4) as share,
    max(o.recorded_at) as last_at,
    arg_max(o.detail, o.recorded_at) as last_detail,
    arg_max(o.url, o.recorded_at) as last_url
from ops.outcomes as o
join newest as n on o.recorded_at > n.recorded_at - to_days($days::integer)
group by o.source_id, o.outcome
order by o.source_id, links desc, o.outcome;
