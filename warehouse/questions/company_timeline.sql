-- How often was a company in the news, over time?
-- One row per period without holes, to that of the newest article of any company: 0 is nothing written, null is not known because a
-- source was not covered.
-- param company text = sakana-ai: id of the company
-- param period text = week: day, week or month
select
    period_on,
    article_count as articles,
    story_count as stories,
    salient_story_count as about,
    outlet_count as outlets,
    coverage,
    is_complete
from trend.company_timeline($company, $period)
where period_on <= trend.newest_day()
order by period_on;
