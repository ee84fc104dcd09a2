-- What comes after a batch of foreign pages: how far the file was read, in the same transaction.
-- Frame: progress (one row of ops.backfills without run_id and updated_at). Variables: run_id, now.

update raw.links as l
set due_at = p.due_at
from put_aside as p
where l.url = p.url;

insert or replace into ops.backfills by name
select *, getvariable('run_id') as run_id, getvariable('now') as updated_at from progress;
