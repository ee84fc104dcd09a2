-- What comes before a batch of foreign pages is loaded: their sources and links. A link that a feed had named before
-- stays as the feed gave it; its due_at is put aside, since an archived copy does not replace the look at the page.
-- Frames: foreign_sources, foreign_links. Variables: run_id.

insert into raw.foreign_sources by name
select source_id, name, homepage, lang, getvariable('run_id') as run_id from foreign_sources
on conflict do nothing;

insert into core.sources by name
select
    source_id, name, homepage, lang, 'media' as kind, 3 as tier, false as is_enabled,
    'known from archives only' as terms, 0 as min_interval_seconds, 60 as poll_minutes
from foreign_sources
on conflict do nothing;

update ops.runs
set found_count = found_count + (
    select count(*) from foreign_links where url not in (select url from raw.links)
)
where run_id = getvariable('run_id');

create or replace temp table put_aside as
select url, due_at from raw.links where url in (select url from foreign_links);

-- Due while they are loaded, as the links of every batch are.
update raw.links set due_at = seen_at where due_at is null and url in (select url from put_aside);
insert into raw.links by name
select *, found_at as seen_at, found_at as due_at from foreign_links
on conflict do nothing;
