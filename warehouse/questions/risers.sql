-- Who rose most this month?
-- One row per company, strongest rise first: stories of the last weeks against the weeks before. momentum is in standard
-- errors (2 is clear); coverage and coverage_before: share of the expected source days that were delivered;
-- is_complete: all were.
-- param weeks integer = 4: length of each of the two periods in whole weeks
-- param kind text = startup: startup, enterprise, global, public; null for all
-- param country text = JP: ISO 3166 code; null for all
-- param as_of date = null: day to look back from; null: after the newest article
select
    company_id,
    company_name,
    recent_story_count as stories,
    earlier_story_count as stories_before,
    expected_story_count as expected,
    momentum,
    recent_coverage as coverage,
    earlier_coverage as coverage_before,
    is_complete,
    recent_from_on,
    recent_to_on
from trend.company_momentum(weeks := $weeks, as_of := $as_of)
where momentum > 0 and ($kind is null or kind = $kind) and ($country is null or country = $country)
order by momentum desc, stories desc, company_id
limit 20;
