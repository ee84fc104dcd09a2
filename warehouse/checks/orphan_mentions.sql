-- severity: hard
-- meaning: a mention, tag or funding claim belongs to no article, or to a company or theme that is not registered
-- remedy: tag the articles again («kawaraban reprocess»); if rows remain, a load left something behind
select 'core.company_mentions' as table_name, m.article_id, m.company_id as tag, count(*) as row_count
from core.company_mentions as m
where m.article_id not in (select article_id from core.articles)
    or m.company_id not in (select company_id from core.companies)
group by all
union all
select 'core.article_companies', c.article_id, c.company_id, count(*)
from core.article_companies as c
where c.article_id not in (select article_id from core.articles)
    or c.company_id not in (select company_id from core.companies)
group by all
union all
select 'core.article_themes', t.article_id, t.theme_id, count(*)
from core.article_themes as t
where t.article_id not in (select article_id from core.articles)
    or t.theme_id not in (select theme_id from core.themes)
group by all
union all
select 'core.funding_claims', f.article_id, f.company, count(*)
from core.funding_claims as f
where f.article_id not in (select article_id from core.articles)
    or (f.is_registered and f.company not in (select company_id from core.companies))
group by all
union all
select 'core.unknown_companies', u.article_id, u.name, count(*)
from core.unknown_companies as u
where u.article_id not in (select article_id from core.articles)
group by all;
