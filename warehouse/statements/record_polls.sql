-- Stores one discovery: polls as they were, links merged. A link is due when it is new, or when its feed
-- entry changed (a later «updated», another headline) since it was seen last in the same feed.
-- Frames: found_links, found_polls. Variables: run_id, now.

insert into raw.polls by name
select getvariable('run_id') as run_id, * from found_polls;

insert into raw.links by name
select * exclude (found_at), found_at, found_at as seen_at, found_at as due_at
from found_links
on conflict (url) do update set
    -- What another feed says of a known link does not replace what the first one said.
    guid = case when feed_url = excluded.feed_url then excluded.guid else guid end,
    title = case when feed_url = excluded.feed_url then coalesce(excluded.title, title) else title end,
    summary = coalesce(excluded.summary, summary),
    author = coalesce(excluded.author, author),
    full_text = coalesce(excluded.full_text, full_text),
    published_at = coalesce(published_at, excluded.published_at),
    published_precision = coalesce(published_precision, excluded.published_precision),
    published_raw = coalesce(published_raw, excluded.published_raw),
    updated_at = case when feed_url = excluded.feed_url then coalesce(excluded.updated_at, updated_at) else updated_at end,
    seen_at = excluded.seen_at,
    due_at = case
        when outcome is distinct from 'try-later' and feed_url = excluded.feed_url and (
            excluded.updated_at > coalesce(updated_at, published_at) or excluded.title <> title
        )
        then excluded.found_at
        else due_at
    end;
