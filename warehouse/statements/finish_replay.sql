-- What comes after the last batch: when each version was seen last (a fetch that brought no new page left no trace in
-- the archive), one outcome for each link, and how the links stand now. Variables: run_id, now.

update core.article_versions as v
set last_seen_at = greatest(v.last_seen_at, f.last_seen_at)
from forgotten_versions as f
where f.article_id = v.article_id and f.first_seen_at = v.first_seen_at;

update core.articles as a
set last_seen_at = v.last_seen_at
from core.article_versions as v
where v.article_id = a.article_id
    and v.version_no = a.version_no
    and a.link_url in (select url from replayed_links);

insert into ops.outcomes by name
select
    getvariable('run_id') as run_id,
    o.url,
    o.source_id,
    case
        when a.article_id is null then o.outcome
        when f.content_hash = a.content_hash then 'unchanged'
        else 'loaded'
    end as outcome,
    case when a.article_id is null then o.detail end as detail,
    getvariable('now') as recorded_at
from replayed_outcomes as o
left join core.articles as a on a.link_url = o.url
left join forgotten_articles as f on f.article_id = a.article_id;

-- Only links whose last fetch ended in what extraction said: another outcome of fetching stays.
update raw.links as l
set outcome = if(o.outcome = 'unchanged', 'loaded', o.outcome)
from ops.outcomes as o
where o.run_id = getvariable('run_id')
    and o.url = l.url
    and l.outcome in ('loaded', 'unchanged', 'duplicate', 'not-an-article', 'paywalled-stub', 'unreadable')
    and if(l.outcome = 'unchanged', 'loaded', l.outcome) <> if(o.outcome = 'unchanged', 'loaded', o.outcome);
