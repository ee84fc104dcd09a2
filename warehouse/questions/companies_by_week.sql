-- Which companies were in the news, week by week?
-- One row per week (Monday) and company. articles count reprints, stories do not; about: stories about it; headlines: share of its
-- articles with its name in the headline. A week that is not complete may lack stories: its counts are floors.
-- param weeks integer = 8: so many weeks back, the running one included
-- param kind text = startup: startup, enterprise, global, public; null for all
select
    period_on as week_on,
    company_id,
    company_name,
    article_count as articles,
    story_count as stories,
    outlet_count as outlets,
    salient_story_count as about,
    headline_share as headlines,
    coverage,
    is_complete
from trend.companies(
    period := 'week', since_on := date_trunc('week', trend.newest_day())::date - 7 * ($weeks::integer - 1)
)
where $kind is null or kind = $kind
order by week_on desc, stories desc, articles desc, company_id;
