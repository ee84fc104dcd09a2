-- Articles and their versions: part of one batch, all or nothing (the caller holds the transaction).
-- Frames: articles (new or changed only), seen_again. Variables: run_id, register_version.

-- Versions come first: the number of the next one is counted from those stored.
insert into core.article_versions by name
select
    b.article_id,
    coalesce(v.version_no, 0) + 1 as version_no,
    b.content_hash, b.title, b.body, b.authors, b.published_at, b.published_on, b.modified_at,
    b.fetched_at as first_seen_at,
    b.fetched_at as last_seen_at,
    getvariable('run_id') as run_id
from articles as b
left join (
    select article_id, max(version_no) as version_no from core.article_versions group by article_id
) as v using (article_id);

create or replace temp table first_seen as
select b.article_id, min(v.first_seen_at) as first_seen_at, max(v.version_no) as version_no
from articles as b
join core.article_versions as v using (article_id)
group by b.article_id;

delete from core.articles where article_id in (select article_id from articles);
insert into core.articles by name
select
    b.* exclude (fetched_at),
    length(b.body) as body_chars,
    coalesce(b.published_on, (f.first_seen_at at time zone 'Asia/Tokyo')::date) as counted_on,
    f.version_no,
    f.first_seen_at,
    b.fetched_at as last_seen_at,
    getvariable('register_version') as register_version,
    getvariable('run_id') as run_id
from articles as b
join first_seen as f using (article_id);

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
