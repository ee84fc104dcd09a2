-- One row per theme of the week's stories about a company, most usual first.
-- Parameters: company, monday, sunday.
select theme_id, story_count
from trend.company_themes($monday, $sunday)
where company_id = $company
order by story_count desc, lift desc, theme_id;
