-- Who was suddenly in the news?
-- One row per burst of consecutive weeks, strongest first: far more stories than in the eight weeks before. expected: at the pace of those
-- weeks. peak_score is in standard errors. A week without coverage is neither a burst nor a baseline.
-- param weeks integer = 26: so many whole weeks back
-- param threshold number = 3: least score of a burst
select
    company_id,
    company_name,
    from_on,
    to_on,
    story_count as stories,
    expected_story_count as expected,
    peak_score,
    peak_week_on,
    is_complete
from trend.company_bursts(weeks := $weeks, threshold := $threshold)
order by peak_score desc, company_id, from_on
limit 50;
