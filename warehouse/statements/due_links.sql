-- The links to fetch now, with what their feed said of them: one row per link, hosts interleaved, newest first.
-- A host gets no more links than its pace allows within the budget; the rest stays due for the next run.
-- Variables: now, budget_seconds, source_ids (null: every enabled source), max_links.
with due as (
    select
        l.*,
        regexp_extract(l.url, '^[a-z]+://([^/]+)', 1) as host,
        s.min_interval_seconds
    from raw.links as l
    join core.sources as s using (source_id)
    where l.due_at <= getvariable('now')
        and s.is_enabled
        and (getvariable('source_ids') is null or list_contains(getvariable('source_ids'), l.source_id))
),
ranked as (
    select
        *,
        row_number() over (partition by host order by coalesce(published_at, found_at) desc, url) as host_rank,
        max(min_interval_seconds) over (partition by host) as host_interval_seconds
    from due
)
select
    url, source_id, feed_url, guid, title, summary, author, full_text, published_at, published_precision,
    published_raw, updated_at, found_at, etag, last_modified
from ranked
where host_interval_seconds = 0 or host_rank <= greatest(1, getvariable('budget_seconds') / host_interval_seconds)
order by host_rank, host
limit getvariable('max_links');
