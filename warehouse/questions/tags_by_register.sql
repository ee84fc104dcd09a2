-- Which version of the registers made the tags?
-- One row per version, the latest first: the articles that it tagged and what it found in them. A mention, theme, claim or new name has
-- the version of its article: join core.articles on article_id. After a change of a register, kawaraban reprocess tags the old articles
-- again and shows what moved.
with mentions as (
    select article_id, count(*) as places from core.company_mentions group by article_id
),
themes as (
    select article_id, count(*) as themes from core.article_themes group by article_id
),
claims as (
    select article_id, count(*) as claims from core.funding_claims group by article_id
)
select
    a.register_version,
    count(*) as articles,
    coalesce(sum(m.places), 0)::bigint as mentions,
    coalesce(sum(t.themes), 0)::bigint as themes,
    coalesce(sum(c.claims), 0)::bigint as funding_claims,
    min(a.counted_on) as from_on,
    max(a.counted_on) as to_on
from core.articles as a
left join mentions as m using (article_id)
left join themes as t using (article_id)
left join claims as c using (article_id)
group by a.register_version
order by max(a.last_seen_at) desc, a.register_version;
