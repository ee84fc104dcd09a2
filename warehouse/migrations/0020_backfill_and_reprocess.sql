-- What backfilling and reprocessing need: how far each foreign file was read, sources that only archives know,
-- and which page each fetch gave.

create table ops.backfills (
    file_digest varchar not null,
    filter varchar not null,
    file_name varchar not null,
    size_bytes bigint not null,
    record_offset bigint not null,
    record_index integer not null,
    record_count bigint not null,
    taken_count bigint not null,
    passed_over struct(reason varchar, record_count bigint)[] not null,
    problem_count bigint not null,
    first_problem varchar,
    is_complete boolean not null,
    run_id varchar not null,
    updated_at timestamptz not null,
    primary key (file_digest, filter)
);
comment on table ops.backfills is 'One row per foreign WARC file and filter: how far it was read; written in the transaction of the batch it tells of';
comment on column ops.backfills.file_digest is 'Which file, whatever its name: SHA-256 over its size, its first and its last mebibyte';
comment on column ops.backfills.filter is 'Which hosts, language and days were asked for; empty: everything';
comment on column ops.backfills.file_name is 'Name of the file when it was read last';
comment on column ops.backfills.size_bytes is 'Size of the file';
comment on column ops.backfills.record_offset is 'Byte offset of the last record read, or of the gzip member that holds it; reading goes on after it';
comment on column ops.backfills.record_index is 'Which record of that member it is, from 0; other than 0 only where a member holds several';
comment on column ops.backfills.record_count is 'Records read so far: those taken and those passed over';
comment on column ops.backfills.taken_count is 'Pages taken so far; each has one outcome in ops.outcomes';
comment on column ops.backfills.passed_over is 'Records that were not taken, by reason: kind, status, no-date, address, host, day, not-a-page, language';
comment on column ops.backfills.problem_count is 'Damaged or doubtful places met so far';
comment on column ops.backfills.first_problem is 'The first of them';
comment on column ops.backfills.is_complete is 'The end of the file was reached';
comment on column ops.backfills.run_id is 'Run that read last';
comment on column ops.backfills.updated_at is 'When';

create table raw.foreign_sources (
    source_id varchar primary key,
    name varchar not null,
    homepage varchar not null,
    lang varchar not null,
    run_id varchar not null
);
comment on table raw.foreign_sources is 'Publishers known only from foreign archives; they stand in core.sources too, not enabled';
comment on column raw.foreign_sources.source_id is 'Key: the host without www., which holds a dot as no id of a configured source does: core.sources.source_id';
comment on column raw.foreign_sources.name is 'Host';
comment on column raw.foreign_sources.homepage is 'Address of the host';
comment on column raw.foreign_sources.lang is 'Language of the first page taken from it: ja, en or other';
comment on column raw.foreign_sources.run_id is 'Run that met it first';

alter table raw.fetches add column payload_digest varchar;
comment on column raw.fetches.payload_digest is 'sha256: and hex of the decoded payload; with url and part it leads to raw.pages. Null where no page was archived, and in rows older than this column';

comment on column ops.runs.selected_count is 'Links chosen to be fetched, read or extracted again; equal to the rows of this run in ops.outcomes when completed';
comment on column ops.runs.label is 'What the run was asked to cover: an edition of the sample newsroom, a foreign file, the first day of a reprocess';
comment on column raw.links.feed_url is 'Feed, sitemap or listing that named it first; warc: and a file name where a foreign archive brought it';
comment on column core.sources.lang is 'Main language: ja or en; other is known of sources in archives only';
comment on column core.sources.tier is '1: on by default, 2: on after its terms were accepted, 3: known from archives only';
