-- Which Japanese AI start-ups are trending?
-- One row per start-up: stories of the last four whole weeks against the four weeks before. expected: what the weeks before
-- lead to expect, outages made up for. momentum: the difference in standard errors, so +2 is a clear rise and values
-- between -1 and 1 say little; null where coverage does not allow to compare. is_complete: no source was missing.
select
    company_id,
    company_name,
    recent_story_count as stories,
    earlier_story_count as stories_before,
    expected_story_count as expected,
    momentum,
    is_complete,
    recent_from_on,
    recent_to_on
from trend.company_momentum(weeks := 4)
where country = 'JP' and kind = 'startup'
order by momentum desc nulls last, stories desc, company_id
limit 10;
