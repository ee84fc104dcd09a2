-- Which company names are new and in no register?
-- One row per name that was written for the first time lately: candidates for seeds/companies.csv. sentence: where it stood first.
-- is_complete: all that was written before was covered, for four weeks at least; else it may be new to us only. coverage: the share that was.
-- param days integer = 28: so many days back from the newest article
-- param min_stories integer = 1: fewest stories
select
    name,
    first_on,
    story_count as stories,
    outlet_count as outlets,
    first_sentence as sentence,
    first_url as url,
    coverage,
    is_complete
from trend.new_names(days := $days, min_stories := $min_stories)
order by stories desc, first_on desc, name
limit 100;
