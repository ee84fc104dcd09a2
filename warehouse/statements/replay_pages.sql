-- The pages of one batch as it was loaded once, for the links that are made again: columns of the frame of pages.
-- Variables: batch_run_id, batch_at.
select
    f.url, f.part, f.source_id, f.page_url, f.final_url, f.fetched_at, f.outcome, f.detail, f.error_class, f.status,
    f.content_type, f.attempts, f.elapsed_ms, f.wire_bytes, f.body_bytes, f.is_conditional,
    null::varchar as etag, null::varchar as last_modified, null::timestamptz as retry_at,
    p.warc_file, p.warc_offset, p.payload_digest
from replayable as r
join raw.fetches as f using (run_id, url)
left join raw.pages as p
    on f.outcome is null and p.url = f.url and p.part = f.part
    and (p.payload_digest = f.payload_digest or f.payload_digest is null and p.run_id = f.run_id)
where r.run_id = getvariable('batch_run_id')
    and r.recorded_at = getvariable('batch_at')
    and r.url in (select url from replayed_links)
order by f.url, f.part;
