-- Articles near the new ones in time that an earlier version of the signing rule signed: at most so many at once.
-- Frame: new_signatures. Variables: signature_version, window_seconds, at_most.
with reach as (
    select
        min(published_at) - to_seconds(getvariable('window_seconds')) as low_at,
        max(published_at) + to_seconds(getvariable('window_seconds')) as high_at
    from new_signatures
),
outdated as materialized (
    select article_id
    from ops.story_signatures
    where version <> getvariable('signature_version')
        and published_at between (select low_at from reach) and (select high_at from reach)
        and article_id not in (select article_id from new_signatures)
    order by article_id
    limit getvariable('at_most')
)
select
    a.article_id, a.source_id, a.url, a.title, a.body, a.published_at, a.published_on,
    -- Where no date is known the article counts as published when its link was found.
    coalesce(l.found_at, a.first_seen_at) as fetched_at
from core.articles as a
left join raw.links as l on l.url = a.link_url
where a.article_id in (select article_id from outdated);
