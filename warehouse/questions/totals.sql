-- How much is in this file?
-- links: found by discovery · articles: current ones · stories: reprints folded · mentions: places where a registered
-- company is named · companies, themes: with at least one article · from_on, to_on: days in Asia/Tokyo.
select
    (select count(*) from raw.links) as links,
    (select count(*) from core.articles) as articles,
    (select count(*) from core.stories) as stories,
    (select count(*) from core.company_mentions) as mentions,
    (select count(distinct company_id) from core.article_companies) as companies,
    (select count(distinct theme_id) from core.article_themes) as themes,
    (select count(*) from core.funding_claims) as funding_claims,
    (select min(counted_on) from core.articles) as from_on,
    (select max(counted_on) from core.articles) as to_on;
