-- Which themes were in the news, week by week?
-- One row per week (Monday) and theme. share: of all stories of the week; a week that is not complete may lack stories.
-- param weeks integer = 8: so many weeks back, the running one included
-- param theme text = null: id of one theme; null: all
select
    period_on as week_on,
    theme_id,
    theme_name,
    article_count as articles,
    story_count as stories,
    outlet_count as outlets,
    story_share as share,
    coverage,
    is_complete
from trend.themes(
    period := 'week', since_on := date_trunc('week', trend.newest_day())::date - 7 * ($weeks::integer - 1)
)
where $theme is null or theme_id = $theme
order by week_on desc, stories desc, theme_id;
