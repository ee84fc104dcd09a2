-- Stores one discovery: polls as they were, links merged. A link is due when it is new, or when its feed
-- entry changed (a later «updated», another headline) since it was seen last.
-- Frames: found_links, found_polls. Variables: run_id, now.

insert into raw.polls by name
select getvariable('run_id') as run_id, * from found_polls;

insert into raw.links by name
select * exclude (found_at), found_at, found_at as seen_at, found_at as due_at
from found_links
on conflict (url) do update set
    feed_url = excluded.feed_url,
    guid = excluded.guid,
    title = coalesce(excluded.title, title),
    summary = coalesce(excluded.summary, summary),
    author = coalesce(excluded.author, author),
    full_text = coalesce(excluded.full_text, full_text),
    published_at = coalesce(excluded.published_at, published_at),
    published_precision = coalesce(excluded.published_precision, published_precision),
    published_raw = coalesce(excluded.published_raw, published_raw),
    updated_at = coalesce(excluded.updated_at, updated_at),
    seen_at = excluded.seen_at,
    due_at = case
        when due_at is null and (
            excluded.updated_at > coalesce(updated_at, published_at)
            or (feed_url = excluded.feed_url and excluded.title <> title)
        )
        then excluded.found_at
        else due_at
    end;
