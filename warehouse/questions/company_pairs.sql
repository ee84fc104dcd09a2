-- Which companies appear together more than chance would have it?
-- One row per pair, strongest evidence first; columns as in mentioned_with.
-- param days integer = 90: so many days back from the newest article
-- param min_stories integer = 3: fewest stories that name both
select
    company_id,
    company_name,
    partner_id,
    partner_name,
    story_count as stories,
    lift,
    log_likelihood,
    is_complete
from trend.co_mentions(since_on := trend.newest_day() - $days::integer + 1, min_stories := $min_stories)
where lift > 1
order by log_likelihood desc, stories desc, company_id, partner_id
limit 50;
