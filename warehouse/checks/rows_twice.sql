-- severity: hard
-- meaning: a mention, company or theme of an article is stored twice and would be counted twice
-- remedy: tag the articles again («kawaraban reprocess»); a load left something behind
-- Looks at the articles that runs from $since_run on wrote.
with written as materialized (
    select article_id from core.articles where run_id >= $since_run
)
select 'core.company_mentions' as table_name, article_id, company_id as tag, count(*) as row_count
from core.company_mentions
where article_id in (select article_id from written)
group by article_id, field, start_at, company_id
having count(*) > 1
union all
select 'core.article_companies', article_id, company_id, count(*)
from core.article_companies
where article_id in (select article_id from written)
group by article_id, company_id
having count(*) > 1
union all
select 'core.article_themes', article_id, theme_id, count(*)
from core.article_themes
where article_id in (select article_id from written)
group by article_id, theme_id
having count(*) > 1;
