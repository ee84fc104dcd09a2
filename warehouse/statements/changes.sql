-- What moved between the database in use and the one made again, attached as «rebuilt».
-- One row per kind of thing, rule and subject: added and removed are counts of articles, versions, mentions, themes,
-- claims, names or stories; changed are those that stayed, with other content. subject: a source, company, theme or
-- name. example: an address of one of them. Instants of seeing, runs and register versions are no part of it.
with other_articles as (
    select article_id from (
        select * exclude (first_seen_at, last_seen_at, run_id, register_version) from core.articles
        except
        select * exclude (first_seen_at, last_seen_at, run_id, register_version) from rebuilt.core.articles
    )
),
moved_articles as (
    select
        'articles' as what, null::varchar as rule, coalesce(n.source_id, o.source_id) as subject,
        (o.article_id is null)::integer as added, (n.article_id is null)::integer as removed,
        (o.article_id is not null and n.article_id is not null)::integer as changed, coalesce(n.url, o.url) as url
    from core.articles as o
    full join rebuilt.core.articles as n using (article_id)
    where o.article_id is null or n.article_id is null or article_id in (select article_id from other_articles)
),
version_counts as (
    select
        article_id, any_value(url) as url, any_value(source_id) as source_id, sum(after_count) - sum(before_count) as change
    from (
        select article_id, version_no as before_count, 0 as after_count, url, source_id from core.articles
        union all
        select article_id, 0, version_no, url, source_id from rebuilt.core.articles
    )
    group by article_id
    having min(before_count + after_count) > 0 and count(*) = 2
),
moved_versions as (
    select
        'versions' as what, null as rule, source_id as subject,
        greatest(change, 0) as added, greatest(-change, 0) as removed, 0 as changed, url
    from version_counts
    where change <> 0
),
mention_counts as (
    select article_id, company_id, rule, alias, sum(change) as change
    from (
        select article_id, company_id, rule, alias, -1 as change from core.company_mentions
        union all
        select article_id, company_id, rule, alias, 1 from rebuilt.core.company_mentions
    )
    group by all
    having sum(change) <> 0
),
moved_mentions as (
    select
        'mentions' as what, rule, company_id as subject,
        greatest(change, 0) as added, greatest(-change, 0) as removed, 0 as changed, article_id
    from mention_counts
),
moved_companies as (
    select
        'companies of articles' as what, null as rule, company_id as subject,
        (o.article_id is null)::integer as added, (n.article_id is null)::integer as removed,
        (o.is_salient <> n.is_salient or o.salience <> n.salience)::integer as changed, article_id
    from core.article_companies as o
    full join rebuilt.core.article_companies as n using (article_id, company_id)
),
moved_themes as (
    select
        'themes' as what, null as rule, theme_id as subject,
        (o.article_id is null)::integer as added, (n.article_id is null)::integer as removed,
        (o.score <> n.score)::integer as changed, article_id
    from core.article_themes as o
    full join rebuilt.core.article_themes as n using (article_id, theme_id)
),
claim_counts as (
    select article_id, company, sum(change) as change, bool_or(is_other) as is_other
    from (
        select article_id, company, -1 as change, false as is_other from core.funding_claims
        union all
        select article_id, company, 1, false from rebuilt.core.funding_claims
        union all
        select article_id, company, 0, true from (
            select * exclude (claim_no, field, start_at, end_at) from rebuilt.core.funding_claims
            except
            select * exclude (claim_no, field, start_at, end_at) from core.funding_claims
        )
    )
    group by all
),
moved_claims as (
    select
        'funding claims' as what, null as rule, company as subject,
        greatest(change, 0) as added, greatest(-change, 0) as removed, (change = 0 and is_other)::integer as changed,
        article_id
    from claim_counts
),
moved_names as (
    select
        'unknown names' as what, rule, name as subject,
        (o.article_id is null)::integer as added, (n.article_id is null)::integer as removed, 0 as changed, article_id
    from core.unknown_companies as o
    full join rebuilt.core.unknown_companies as n using (article_id, name, rule)
),
moved_stories as (
    select
        'stories' as what, null as rule, null as subject,
        (o.story_id is null)::integer as added, (n.story_id is null)::integer as removed,
        (o.article_count <> n.article_count or o.title <> n.title)::integer as changed, story_id as article_id
    from core.stories as o
    full join rebuilt.core.stories as n using (story_id)
),
addresses as (
    select article_id, url from rebuilt.core.articles
    union
    select article_id, url from core.articles where article_id not in (select article_id from rebuilt.core.articles)
),
moved as (
    select * from moved_articles
    union all by name
    select * from moved_versions
    union all by name
    select t.* exclude (article_id), a.url
    from (
        from moved_mentions
        union all by name from moved_companies
        union all by name from moved_themes
        union all by name from moved_claims
        union all by name from moved_names
        union all by name from moved_stories
    ) as t
    join addresses as a using (article_id)
),
counted as (
    select
        what, rule, subject,
        sum(m.added)::bigint as added, sum(m.removed)::bigint as removed, sum(m.changed)::bigint as changed,
        min(url) as example
    from moved as m
    group by what, rule, subject
)
select *
from counted
where added + removed + changed > 0
order by what, added + removed + changed desc, subject, rule;
