-- The stored signatures that new ones must be judged against: those that share a band within the window, and all
-- members of the stories that these or the new articles belong to. The window bounds the cost, not the table.
-- Frame: new_signatures. Variable: window_seconds.
with reach as (
    select
        min(published_at) - to_seconds(getvariable('window_seconds')) as low_at,
        max(published_at) + to_seconds(getvariable('window_seconds')) as high_at
    from new_signatures
),
stored as (
    select s.article_id, s.version, s.published_at, unnest(s.bands) as band
    from ops.story_signatures as s
    cross join reach as r
    where s.published_at between r.low_at and r.high_at
),
fresh as (
    select version, published_at, unnest(bands) as band from new_signatures
),
near as (
    select distinct s.article_id
    from stored as s
    join fresh as f on f.band = s.band and f.version = s.version
    where abs(epoch(s.published_at) - epoch(f.published_at)) <= getvariable('window_seconds')
    union
    select article_id from new_signatures
),
members as (
    select m.article_id
    from core.story_articles as m
    where m.story_id in (select story_id from core.story_articles where article_id in (select article_id from near))
)
select *
from ops.story_signatures
where article_id in (select article_id from near) or article_id in (select article_id from members);
