-- One row per Japanese start-up with stories in the last four weeks or the four before.
-- Parameters: sunday.
select
    company_id,
    recent_story_count as recent,
    earlier_story_count as earlier,
    expected_story_count as expected,
    momentum as score
from trend.company_momentum(weeks := 4, as_of := $sunday::date + 1)
where kind = 'startup' and country = 'JP'
order by abs(momentum) desc nulls last, recent desc, company_id;
