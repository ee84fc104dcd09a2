-- severity: hard
-- meaning: an article belongs to no story, or a story member is no article, so that trends would miss it
-- remedy: fold the articles again («kawaraban reprocess»)
select article_id, a.article_id is null as is_without_article
from core.articles as a
full join core.story_articles as m using (article_id)
where a.article_id is null or m.article_id is null;
