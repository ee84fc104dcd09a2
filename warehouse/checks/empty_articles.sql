-- severity: hard
-- meaning: an article without a headline or without a text was loaded
-- remedy: extraction must end such a page in not-an-article or paywalled-stub; find out which rule let it through
select article_id, source_id, url, length(title) as title_chars, body_chars
from core.articles
where trim(title) = '' or trim(body, ' ' || chr(10) || chr(9) || chr(12288)) = '';
