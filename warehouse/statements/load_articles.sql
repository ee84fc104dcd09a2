-- Articles and their versions: part of one batch, all or nothing (the caller holds the transaction).
-- Frames: articles (new or changed only), seen_again. Variables: run_id, register_version.

-- What is known of these articles: few rows, so that nothing below reads a whole table to find nothing in it.
create or replace temp table known as
select article_id, version_no, first_seen_at
from core.articles
where article_id in (select article_id from articles);

insert into core.article_versions by name
select
    b.article_id,
    coalesce(k.version_no, 0) + 1 as version_no,
    b.content_hash, b.title, b.body, b.authors, b.published_at, b.published_on, b.modified_at,
    b.fetched_at as first_seen_at,
    b.fetched_at as last_seen_at,
    getvariable('run_id') as run_id
from articles as b
left join known as k using (article_id);

delete from core.articles where article_id in (select article_id from known);
create or replace temp table loaded as
with inserted as (
    insert into core.articles by name
    select
        b.* exclude (fetched_at),
        length(b.body) as body_chars,
        coalesce(b.published_on, core.tokyo_day(least(k.first_seen_at, b.fetched_at))) as counted_on,
        coalesce(k.version_no, 0) + 1 as version_no,
        least(k.first_seen_at, b.fetched_at) as first_seen_at,
        b.fetched_at as last_seen_at,
        getvariable('register_version') as register_version,
        getvariable('run_id') as run_id
    from articles as b
    left join known as k using (article_id)
    returning article_id, source_id, title, counted_on
)
select * from inserted;

create or replace temp table fresh as
select * from loaded where article_id not in (select article_id from known);

-- An archived copy may be older than what was seen last.
update core.articles as a
set last_seen_at = greatest(a.last_seen_at, s.fetched_at)
from seen_again as s
where a.article_id = s.article_id;

update core.article_versions as v
set last_seen_at = greatest(v.last_seen_at, s.fetched_at)
from seen_again as s
join core.articles as a on a.article_id = s.article_id
where v.article_id = s.article_id and v.version_no = a.version_no;
