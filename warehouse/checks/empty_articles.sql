-- severity: hard
-- meaning: an article without a headline or without a text was loaded
-- remedy: extraction must end such a page in not-an-article or paywalled-stub; find out which rule let it through
-- Looks at the articles that runs from $since_run on wrote.
select article_id, source_id, url, length(title) as title_chars, body_chars
from core.articles
where run_id >= $since_run
    and (trim(title) = '' or not regexp_matches(body, '[^\s　]'));
