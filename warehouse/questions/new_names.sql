-- Which company names are new and in no register?
-- One row per name that was written for the first time lately: candidates for seeds/companies.csv. sentence: where it stood first.
-- param days integer = 28: so many days back from the newest article
-- param min_stories integer = 1: fewest stories
select
    name,
    first_on,
    story_count as stories,
    outlet_count as outlets,
    first_sentence as sentence,
    first_url as url
from trend.new_names(days := $days, min_stories := $min_stories)
order by stories desc, first_on desc, name
limit 100;
