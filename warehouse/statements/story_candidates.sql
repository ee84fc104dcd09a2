-- The stored signatures that new ones must be judged against; the rule of tasks/cluster/candidates.py. The window bounds
-- what is looked at, and the limits bound what is read for each new article, however many articles share its wording.
-- Frame: new_signatures. Variables: window_seconds, hot, nearest, represented, large, first_members.
with reach as (
    select
        min(published_at) - to_seconds(getvariable('window_seconds')) as low_at,
        max(published_at) + to_seconds(getvariable('window_seconds')) as high_at
    from new_signatures
),
near as materialized (
    select s.article_id, s.version, epoch(s.published_at) as at_s, s.bands, s.names, s.numbers
    from ops.story_signatures as s
    where s.published_at between (select low_at from reach) and (select high_at from reach)
),
fresh as materialized (
    select article_id, version, epoch(published_at) as at_s, unnest(bands) as band from new_signatures
),
held as materialized (
    select article_id, version, at_s, band, count(*) over (partition by version, band) as size
    from (select article_id, version, at_s, unnest(bands) as band from near)
    where band in (select band from fresh)
),
cold as (
    select f.article_id as new_id, h.article_id, count(*) as shared
    from fresh as f
    join held as h on h.band = f.band and h.version = f.version
    where h.size <= getvariable('hot') and abs(h.at_s - f.at_s) <= getvariable('window_seconds')
    group by f.article_id, h.article_id
    qualify row_number() over (partition by f.article_id order by shared desc, h.article_id) <= getvariable('nearest')
),
hot as materialized (
    select article_id, version, at_s, band
    from held
    where size > getvariable('hot') and (version, band) in (select (version, band) from fresh)
),
represented as (
    select h.version, h.band, arg_min(h.article_id, (h.at_s, h.article_id)) as article_id
    from hot as h
    join core.story_articles as m using (article_id)
    group by h.version, h.band, m.story_id
    qualify row_number() over (partition by h.version, h.band order by count(*) desc, min(h.at_s), min(h.article_id))
        <= getvariable('represented')
),
hot_bands as materialized (
    select article_id, list(band) as bands from hot group by article_id
),
hot_fresh as materialized (
    select f.article_id, list(f.band) as bands
    from fresh as f
    where (f.version, f.band) in (select (version, band) from hot)
    group by f.article_id
),
asked as (
    select article_id, version, epoch(published_at) as at_s, unnest(list_distinct(names || numbers)) as fact
    from new_signatures
    where article_id in (select article_id from hot_fresh)
),
stated as (
    select article_id, version, at_s, fact, count(*) over (partition by version, fact) as size
    from (
        select article_id, version, at_s, unnest(list_distinct(names || numbers)) as fact
        from near
        where article_id in (select article_id from hot_bands)
    )
),
agreeing as (
    select a.article_id as new_id, s.article_id, count(*) as shared
    from asked as a
    join stated as s on s.fact = a.fact and s.version = a.version
    where s.size <= getvariable('hot') and abs(s.at_s - a.at_s) <= getvariable('window_seconds')
    group by all
),
by_facts as (
    select g.new_id, g.article_id
    from agreeing as g
    join hot_fresh as f on f.article_id = g.new_id
    join hot_bands as h on h.article_id = g.article_id
    where list_has_any(f.bands, h.bands)
    qualify row_number() over (partition by g.new_id order by g.shared desc, g.article_id) <= getvariable('nearest')
),
met as materialized (
    select article_id from cold
    union
    select article_id from represented
    union
    select article_id from by_facts
    union
    select article_id from new_signatures
),
members as (
    select m.article_id
    from core.story_articles as m
    join ops.story_signatures as s using (article_id)
    where m.story_id in (select story_id from core.story_articles where article_id in (select article_id from met))
    qualify count(*) over (partition by m.story_id) <= getvariable('large')
        or row_number() over (partition by m.story_id order by s.published_at, m.article_id) <= getvariable('first_members')
        or m.article_id = m.story_id
)
select *
from ops.story_signatures
where article_id in (select article_id from met) or article_id in (select article_id from members);
