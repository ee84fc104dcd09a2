-- What is said of a company?
-- One row per story about it, newest first: the sentence that names it first, with its link. is_complete: every source covered its week.
-- param company text = sakana-ai: id of the company
-- param top integer = 20: so many stories
select
    first_on,
    title,
    sentence,
    source_id,
    article_count as articles,
    outlet_count as outlets,
    url,
    is_complete
from trend.key_sentences($company, max_rows := $top)
order by first_on desc, story_id;
