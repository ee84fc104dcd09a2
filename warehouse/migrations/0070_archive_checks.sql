-- What the archive's files were found to hold when maintenance read them.

create table ops.archive_files (
    warc_file varchar primary key,
    size_bytes bigint not null,
    record_count bigint not null,
    missing_count bigint not null,
    damage varchar,
    checked_at timestamptz not null
);
comment on table ops.archive_files is 'Each file of the archive as maintenance read it last: every record, against the pages that the warehouse says are in it';
comment on column ops.archive_files.warc_file is 'WARC file, relative to the archive folder: raw.pages.warc_file';
comment on column ops.archive_files.size_bytes is 'Its size then; a file of another size is read again';
comment on column ops.archive_files.record_count is 'Whole records read';
comment on column ops.archive_files.missing_count is 'Pages that raw.pages places in this file and that are not there';
comment on column ops.archive_files.damage is 'The first damaged place, or why the file cannot be read; null for a sound file';
comment on column ops.archive_files.checked_at is 'When';
