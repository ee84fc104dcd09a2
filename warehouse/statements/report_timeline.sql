-- One row per week up to the one told in which anything was expected: the stories of a company; null where a source was not covered and
-- no story is known. A week before it was first named is 0 where it was covered.
-- Parameters: company, first, sunday.
select
    c.period_on,
    coalesce(n.story_count, if(c.is_complete, 0, null)) as story_count,
    c.is_complete
from trend.coverage('week', $first, $sunday) as c
left join (
    select period_on, story_count from trend.companies('week', $first, $sunday) where company_id = $company
) as n using (period_on)
union all
select period_on, story_count, false
from trend.companies('week', $first, $sunday)
where company_id = $company
    and period_on not in (select period_on from trend.coverage('week', $first, $sunday))
order by period_on;
