-- Which themes moved?
-- One row per theme, rises first, falls last: stories of the last weeks against the weeks before. momentum is in standard
-- errors (2 is clear, between -1 and 1 says little, null: not comparable).
-- param weeks integer = 4: length of each of the two periods in whole weeks
-- param as_of date = null: day to look back from; null: after the newest article
select
    theme_id,
    theme_name,
    parent_id,
    recent_story_count as stories,
    earlier_story_count as stories_before,
    expected_story_count as expected,
    momentum,
    is_complete,
    recent_from_on,
    recent_to_on
from trend.theme_momentum(weeks := $weeks, as_of := $as_of)
order by momentum desc nulls last, stories desc, theme_id;
