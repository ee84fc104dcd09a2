-- What feeds said of the links of one batch: columns of the frame of links. A feed's text is not in the archive, so it
-- takes no part. Variables: batch_run_id, batch_at.
select
    l.url, l.source_id, l.feed_url, l.guid, l.title, l.summary, l.author, null::varchar as full_text,
    l.published_at, l.published_precision, l.published_raw, l.updated_at, l.found_at
from replayable as r
join raw.links as l using (url)
where r.run_id = getvariable('batch_run_id')
    and r.recorded_at = getvariable('batch_at')
    and r.url in (select url from replayed_links)
order by l.url;
