-- Who is mentioned with a company?
-- One row per partner, strongest evidence first. stories name both. lift: 1 is as often as chance would have it.
-- log_likelihood: beyond 10.83 chance gives it less than once in a thousand; a high lift with a low one means little.
-- is_complete: every source covered all of these days.
-- param company text = sakana-ai: id of the company
-- param days integer = 365: so many days back from the newest article
select
    partner_id,
    partner_name,
    partner_kind,
    story_count as stories,
    company_story_count as company_stories,
    partner_story_count as partner_stories,
    lift,
    log_likelihood,
    is_complete
from trend.co_mentions(company := $company, since_on := trend.newest_day() - $days::integer + 1, min_stories := 1)
order by log_likelihood desc, stories desc, partner_id
limit 30;
