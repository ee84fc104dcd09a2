-- Which start-up stands for which theme?
-- One row per theme and start-up with stories about it on the theme: the cells of a heat map. lift: above 1 more usual with it than
-- in all stories; at one or two stories it says little. is_complete: every source covered all of these days.
-- param days integer = 90: so many days back from the newest article
-- param min_stories integer = 2: fewest stories of a cell
select
    theme_id,
    theme_name,
    company_id,
    company_name,
    story_count as stories,
    company_share as share,
    lift,
    is_complete
from trend.company_themes(since_on := trend.newest_day() - $days::integer + 1)
where kind = 'startup' and country = 'JP' and story_count >= $min_stories
order by theme_id, stories desc, company_id;
