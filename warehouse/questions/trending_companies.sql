-- Which Japanese AI start-ups are trending?
-- Stories of the last four whole weeks against the four weeks before; momentum is the difference over its expected
-- noise, so +2 is a clear rise and values between -1 and 1 say little.
select
    company_id,
    company_name,
    recent_story_count as stories,
    earlier_story_count as stories_before,
    recent_story_count - earlier_story_count as change,
    momentum,
    recent_from_on,
    recent_to_on
from trend.company_momentum(weeks := 4)
where country = 'JP' and kind = 'startup'
order by momentum desc, stories desc, company_id
limit 10;
