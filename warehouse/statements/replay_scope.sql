-- What can be made again from the archive, into temporary tables. Variable: since (a day in Asia/Tokyo, or null: all).
--
-- replayable: one row per fetch of a link whose pages are in the archive, with the instant that its batch was loaded.
-- replayed_links: the links that are made again: every version of their article, if they have one, comes from such a
-- fetch. kept_articles: the articles of the other links, whose text stays as it is (since null: they are tagged again).

create or replace temp table replayable as
with parts as (
    select
        f.run_id, f.url, f.part, f.outcome, f.fetched_at,
        p.warc_file is not null as is_archived
    from raw.fetches as f
    -- Rows older than the column payload_digest lead to a page only where their run archived it.
    left join raw.pages as p
        on p.url = f.url and p.part = f.part and p.payload_digest = f.payload_digest
        or f.payload_digest is null and p.url = f.url and p.part = f.part and p.run_id = f.run_id
)
select parts.run_id, parts.url, o.recorded_at, max(parts.fetched_at) as fetched_at
from parts
join ops.outcomes as o using (run_id, url)
group by parts.run_id, parts.url, o.recorded_at
-- As in loading: a first page that failed, or a later one that is to be tried again, makes the whole link wait.
having bool_or(parts.part = 1 and parts.outcome is null)
    and not bool_or(parts.outcome is not null and (parts.part = 1 or parts.outcome = 'try-later'))
    and not bool_or(parts.outcome is null and not parts.is_archived);

create or replace temp table kept_articles as
select distinct a.article_id, a.link_url
from core.articles as a
join core.article_versions as v using (article_id)
left join replayable as r on r.run_id = v.run_id and r.url = a.link_url
where r.url is null;

create or replace temp table replayed_links as
select r.url
from replayable as r
where r.url not in (select link_url from kept_articles)
group by r.url
having getvariable('since') is null
    or max(r.fetched_at at time zone 'Asia/Tokyo')::date >= getvariable('since')::date;
