-- severity: hard
-- meaning: a mention, company or theme of an article is stored twice and would be counted twice
-- remedy: tag the articles again («kawaraban reprocess»); a load left something behind
select 'core.company_mentions' as table_name, article_id, company_id as tag, count(*) as row_count
from core.company_mentions
group by article_id, field, start_at, company_id
having count(*) > 1
union all
select 'core.article_companies', article_id, company_id, count(*)
from core.article_companies
group by article_id, company_id
having count(*) > 1
union all
select 'core.article_themes', article_id, theme_id, count(*)
from core.article_themes
group by article_id, theme_id
having count(*) > 1;
