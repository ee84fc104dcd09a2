-- One row per company and week up to the one told: its stories; null where a source was not covered and no story is known.
-- A week before it was first named is 0 where it was covered.
-- Parameters: companies, first, sunday.
with weeks as materialized (
    select period_on, is_complete from trend.coverage('week', $first, $sunday)
),
counts as materialized (
    select company_id, period_on, story_count
    from trend.companies('week', $first, $sunday)
    where list_contains($companies, company_id)
),
periods as (
    select period_on from weeks union select period_on from counts
)
select
    k.company_id,
    p.period_on,
    coalesce(n.story_count, if(w.is_complete, 0, null)) as story_count,
    coalesce(w.is_complete, false) as is_complete
from (select unnest($companies::varchar[]) as company_id) as k
cross join periods as p
left join weeks as w using (period_on)
left join counts as n on n.company_id = k.company_id and n.period_on = p.period_on
order by k.company_id, p.period_on;
