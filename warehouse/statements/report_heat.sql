-- One row per Japanese start-up and theme: stories of the last four weeks that are about the one and on the other.
-- Parameters: monday, sunday.
select company_id, theme_id, story_count
from trend.company_themes($monday::date - 21, $sunday)
where kind = 'startup' and country = 'JP'
order by story_count desc, company_id, theme_id;
