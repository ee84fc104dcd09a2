-- How the links ended, and when they are looked at again: part of one batch (the caller holds the transaction).
-- A link of a batch is due until it has ended, so blocks of links that are not need not be read.
-- Frames: outcomes, pages. Variables: run_id, now.

insert into ops.outcomes by name
select getvariable('run_id') as run_id, *, getvariable('now') as recorded_at from outcomes;

-- In the order of the table: an update of rows in any other takes many times as long.
create or replace temp table ended as
select l.rowid as link_row, o.outcome, p.etag, p.last_modified, p.retry_at
from raw.links as l
join outcomes as o using (url)
left join pages as p on p.url = o.url and p.part = 1
where l.due_at is not null and o.outcome <> 'not-fetched'
order by link_row;

-- A fresh article is looked at once more after a day, for edits that its feed does not tell. What failed for
-- now waits as the server asked, else 15 minutes doubling up to a day, and is given up after ten times. What was not
-- fetched at all stays as it was, and due.
update raw.links as l
set
    outcome = o.outcome,
    outcome_at = getvariable('now'),
    attempt_count = case when o.outcome = 'try-later' then l.attempt_count + 1 else 0 end,
    etag = case when o.outcome = 'try-later' then l.etag else coalesce(o.etag, l.etag) end,
    last_modified = case when o.outcome = 'try-later' then l.last_modified else coalesce(o.last_modified, l.last_modified) end,
    due_at = case
        when o.outcome = 'try-later' and l.attempt_count < 9 then greatest(
            coalesce(o.retry_at, getvariable('now')),
            getvariable('now') + least(interval 1 day, interval 15 minutes * pow(2, l.attempt_count)::integer)
        )
        when o.outcome = 'loaded' and l.published_at > getvariable('now') - interval 3 days
            then getvariable('now') + interval 1 day
    end
from ended as o
where l.rowid = o.link_row;
