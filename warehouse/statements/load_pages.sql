-- What was fetched: part of one batch, all or nothing (the caller holds the transaction).
-- Frame: pages. Variable: run_id.

insert into raw.fetches by name
select
    getvariable('run_id') as run_id,
    * exclude (etag, last_modified, retry_at, warc_file, warc_offset)
from pages;

insert into raw.pages by name
select
    url, part, payload_digest, getvariable('run_id') as run_id, page_url, final_url, fetched_at, content_type,
    warc_file, warc_offset
from pages
where payload_digest is not null
on conflict do nothing;
