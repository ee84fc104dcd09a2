-- What are the stories about a company about?
-- One row per theme. share: of the stories about the company; lift: above 1 the theme is more usual with it than in all stories.
-- is_complete: every source covered all of these days.
-- param company text = sakana-ai: id of the company
-- param days integer = 365: so many days back from the newest article
select
    theme_id,
    theme_name,
    story_count as stories,
    company_share as share,
    lift,
    is_complete
from trend.company_themes(since_on := trend.newest_day() - $days::integer + 1)
where company_id = $company
order by stories desc, lift desc, theme_id;
