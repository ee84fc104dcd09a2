-- Who fell most this month?
-- One row per company, strongest fall first; columns as in risers. A fall for want of coverage is not one: it has no row.
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
where momentum < 0 and ($kind is null or kind = $kind) and ($country is null or country = $country)
order by momentum, stories_before desc, company_id
limit 20;
