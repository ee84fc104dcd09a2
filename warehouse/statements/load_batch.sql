-- One batch of a run, all or nothing (the caller holds the transaction).
-- Frames: pages, articles (new or changed only), seen_again, mentions, article_companies, article_themes,
-- funding_claims, unknown_companies, story_members, signatures, outcomes.
-- Variables: run_id, now, register_version.

insert into raw.fetches by name
select
    getvariable('run_id') as run_id,
    * exclude (etag, last_modified, retry_at, warc_file, warc_offset, payload_digest)
from pages;

insert into raw.pages by name
select
    url, part, payload_digest, getvariable('run_id') as run_id, page_url, final_url, fetched_at, content_type,
    warc_file, warc_offset
from pages
where payload_digest is not null
on conflict do nothing;

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

update core.articles as a
set last_seen_at = s.fetched_at
from seen_again as s
where a.article_id = s.article_id;

update core.article_versions as v
set last_seen_at = s.fetched_at
from seen_again as s
join core.articles as a on a.article_id = s.article_id
where v.article_id = s.article_id and v.version_no = a.version_no;

delete from core.company_mentions where article_id in (select article_id from articles);
insert into core.company_mentions by name
select * exclude (start, "end"), start as start_at, "end" as end_at from mentions;

delete from core.article_companies where article_id in (select article_id from articles);
insert into core.article_companies by name select * from article_companies;

delete from core.article_themes where article_id in (select article_id from articles);
insert into core.article_themes by name select * from article_themes;

delete from core.funding_claims where article_id in (select article_id from articles);
insert into core.funding_claims by name
select * exclude (start, "end"), start as start_at, "end" as end_at from funding_claims;

delete from core.unknown_companies where article_id in (select article_id from articles);
insert into core.unknown_companies by name
select * exclude (start, "end"), start as start_at, "end" as end_at from unknown_companies;

-- Stories: rows of those that gained, lost or changed a member are made anew.
create or replace temp table touched_stories as
select story_id from core.story_articles where article_id in (select article_id from story_members)
union
select story_id from story_members;

insert or replace into core.story_articles by name select * from story_members;

insert or replace into ops.story_signatures by name select * from signatures;

delete from core.stories where story_id in (select story_id from touched_stories);
insert into core.stories by name
select
    m.story_id,
    m.story_id as lead_article_id,
    min(a.title) filter (where m.article_id = m.story_id) as title,
    min(a.counted_on) as first_counted_on,
    max(a.counted_on) as last_counted_on,
    count(*) as article_count,
    count(distinct a.source_id) as outlet_count
from core.story_articles as m
join core.articles as a using (article_id)
where m.story_id in (select story_id from touched_stories)
group by m.story_id;

insert into ops.outcomes by name
select getvariable('run_id') as run_id, *, getvariable('now') as recorded_at from outcomes;

-- A fresh article is looked at once more after a day, for edits that its feed does not tell. What failed for
-- now waits as the server asked, else 15 minutes doubling up to a day, and is given up after ten times.
update raw.links as l
set
    outcome = o.outcome,
    outcome_at = getvariable('now'),
    attempt_count = case when o.outcome = 'try-later' then l.attempt_count + 1 else 0 end,
    etag = case when o.outcome = 'try-later' then l.etag else coalesce(p.etag, l.etag) end,
    last_modified = case when o.outcome = 'try-later' then l.last_modified else coalesce(p.last_modified, l.last_modified) end,
    due_at = case
        when o.outcome = 'try-later' and l.attempt_count < 9 then greatest(
            coalesce(p.retry_at, getvariable('now')),
            getvariable('now') + least(interval 1 day, interval 15 minutes * pow(2, l.attempt_count)::integer)
        )
        when o.outcome = 'loaded' and l.published_at > getvariable('now') - interval 3 days
            then getvariable('now') + interval 1 day
    end
from outcomes as o
left join pages as p on p.url = o.url and p.part = 1
where l.url = o.url;
