-- What arrived (raw) and how the runs went (ops).

create schema raw;
-- raw: What arrived from the web, before anything is held true

create schema ops;
-- ops: How the runs went: runs, outcomes, checks

create table ops.migrations (
    name varchar primary key,
    digest varchar not null,
    applied_at timestamptz not null
);
comment on table ops.migrations is 'Schema changes that this file has been through';
comment on column ops.migrations.name is 'Number and name';
comment on column ops.migrations.digest is 'SHA-256 of its SQL';
comment on column ops.migrations.applied_at is 'When';

create table ops.definitions (
    id tinyint primary key check (id = 1),
    digest varchar not null,
    made_at timestamptz not null
);
comment on table ops.definitions is 'One row: which text of the views and macros this file holds';
comment on column ops.definitions.id is 'Always 1';
comment on column ops.definitions.digest is 'SHA-256 of their SQL';
comment on column ops.definitions.made_at is 'When they were made';

create table ops.runs (
    run_id varchar primary key,
    kind varchar not null,
    label varchar,
    started_at timestamptz not null,
    ended_at timestamptz,
    state varchar not null check (state in ('running', 'completed', 'failed')),
    source_count integer not null default 0,
    found_count integer not null default 0,
    selected_count integer not null default 0,
    program_version varchar not null,
    register_version varchar,
    detail varchar
);
comment on table ops.runs is 'One row per run of a flow that writes the warehouse';
comment on column ops.runs.run_id is 'Key; sorts by start: UTC time and a random suffix';
comment on column ops.runs.kind is 'monitor, reprocess or backfill';
comment on column ops.runs.label is 'What the run was asked to cover, for example an edition of the sample newsroom';
comment on column ops.runs.started_at is 'Start';
comment on column ops.runs.ended_at is 'End; null while it runs, or where it was killed';
comment on column ops.runs.state is 'running, completed or failed; a killed run stays running until the next one marks it failed';
comment on column ops.runs.source_count is 'Sources polled';
comment on column ops.runs.found_count is 'Links that were in no earlier run';
comment on column ops.runs.selected_count is 'Links chosen to be fetched; equal to the rows of this run in ops.outcomes when completed';
comment on column ops.runs.program_version is 'Version of Kawaraban';
comment on column ops.runs.register_version is 'Version of the company and theme registers that tagged this run';
comment on column ops.runs.detail is 'Why a run failed, in one line';

create table ops.outcomes (
    run_id varchar not null,
    url varchar not null,
    source_id varchar not null,
    outcome varchar not null check (outcome in (
        'loaded', 'unchanged', 'refused-robots', 'refused-address', 'refused-scheme', 'gone', 'try-later', 'too-big',
        'not-a-page', 'not-an-article', 'paywalled-stub', 'unreadable', 'duplicate', 'failed'
    )),
    detail varchar,
    recorded_at timestamptz not null,
    primary key (run_id, url)
);
comment on table ops.outcomes is 'How each selected link of a run ended: exactly one row per link';
comment on column ops.outcomes.run_id is 'The run: ops.runs.run_id';
comment on column ops.outcomes.url is 'The link: raw.links.url';
comment on column ops.outcomes.source_id is 'The source whose feed named the link: core.sources.source_id';
comment on column ops.outcomes.outcome is 'loaded, unchanged, refused-…, gone, try-later, too-big, not-a-page, not-an-article, paywalled-stub, unreadable, duplicate or failed';
comment on column ops.outcomes.detail is 'The reason in one line';
comment on column ops.outcomes.recorded_at is 'When it was stored';

create table raw.links (
    url varchar primary key,
    source_id varchar not null,
    feed_url varchar not null,
    guid varchar,
    title varchar,
    summary varchar,
    author varchar,
    full_text varchar,
    published_at timestamptz,
    published_precision varchar,
    published_raw varchar,
    updated_at timestamptz,
    found_at timestamptz not null,
    seen_at timestamptz not null,
    due_at timestamptz,
    attempt_count integer not null default 0,
    outcome varchar,
    outcome_at timestamptz,
    etag varchar,
    last_modified varchar
);
comment on table raw.links is 'Every link that discovery ever found, with the state of its fetching';
comment on column raw.links.url is 'Key: canonical URL';
comment on column raw.links.source_id is 'Source that named it first: core.sources.source_id';
comment on column raw.links.feed_url is 'Feed, sitemap or listing that named it first';
comment on column raw.links.guid is 'Identifier in the feed';
comment on column raw.links.title is 'Title in the feed, unaltered plain text';
comment on column raw.links.summary is 'Summary in the feed as plain text';
comment on column raw.links.author is 'Author in the feed';
comment on column raw.links.full_text is 'Whole text, where the feed carries it';
comment on column raw.links.published_at is 'Publication time in the feed';
comment on column raw.links.published_precision is 'second, minute, hour or day';
comment on column raw.links.published_raw is 'The date as the feed wrote it';
comment on column raw.links.updated_at is 'Time of the last change in the feed';
comment on column raw.links.found_at is 'When discovery saw it first';
comment on column raw.links.seen_at is 'When discovery saw it last';
comment on column raw.links.due_at is 'To be fetched from this instant on; null: nothing to do';
comment on column raw.links.attempt_count is 'Fetches in a row that ended in try-later';
comment on column raw.links.outcome is 'Outcome of the last fetch; null before the first';
comment on column raw.links.outcome_at is 'When the last outcome was stored';
comment on column raw.links.etag is 'Validator of the last good answer (RFC 9110, 8.8.3)';
comment on column raw.links.last_modified is 'Validator of the last good answer (RFC 9110, 8.8.2)';

create table raw.polls (
    run_id varchar not null,
    feed_url varchar not null,
    source_id varchar not null,
    polled_at timestamptz not null,
    outcome varchar not null,
    detail varchar,
    status integer,
    format varchar,
    item_count integer not null,
    newest_at timestamptz,
    oldest_at timestamptz,
    etag varchar,
    last_modified varchar,
    wire_bytes bigint not null,
    elapsed_ms integer not null,
    primary key (run_id, feed_url)
);
comment on table raw.polls is 'Every request for a feed, sitemap or listing';
comment on column raw.polls.run_id is 'The run: ops.runs.run_id';
comment on column raw.polls.feed_url is 'What was asked for';
comment on column raw.polls.source_id is 'Its source: core.sources.source_id';
comment on column raw.polls.polled_at is 'When';
comment on column raw.polls.outcome is 'ok, not-modified, or the name of what went wrong';
comment on column raw.polls.detail is 'The reason in one line';
comment on column raw.polls.status is 'HTTP status';
comment on column raw.polls.format is 'What the answer turned out to be: rss2, rss1, atom, …';
comment on column raw.polls.item_count is 'Items read';
comment on column raw.polls.newest_at is 'Newest publication time among the items';
comment on column raw.polls.oldest_at is 'Oldest publication time among the items: how far back the answer reaches; null where none is dated';
comment on column raw.polls.etag is 'Validator for the next request';
comment on column raw.polls.last_modified is 'Validator for the next request';
comment on column raw.polls.wire_bytes is 'Bytes received';
comment on column raw.polls.elapsed_ms is 'Milliseconds, waiting for the pace not counted';

create table raw.fetches (
    run_id varchar not null,
    url varchar not null,
    part smallint not null,
    source_id varchar not null,
    page_url varchar not null,
    final_url varchar,
    fetched_at timestamptz not null,
    outcome varchar,
    detail varchar,
    error_class varchar,
    status integer,
    content_type varchar,
    attempts smallint not null,
    elapsed_ms integer not null,
    wire_bytes bigint not null,
    body_bytes bigint not null,
    is_conditional boolean not null,
    primary key (run_id, url, part)
);
comment on table raw.fetches is 'Every page request of a run; an article over three pages has three';
comment on column raw.fetches.run_id is 'The run: ops.runs.run_id';
comment on column raw.fetches.url is 'The link: raw.links.url';
comment on column raw.fetches.part is 'Page of the article, from 1';
comment on column raw.fetches.source_id is 'Its source: core.sources.source_id';
comment on column raw.fetches.page_url is 'What was asked for';
comment on column raw.fetches.final_url is 'Where redirects ended';
comment on column raw.fetches.fetched_at is 'When';
comment on column raw.fetches.outcome is 'Null where a page was archived; else why not';
comment on column raw.fetches.detail is 'The reason in one line';
comment on column raw.fetches.error_class is 'Class of the network error';
comment on column raw.fetches.status is 'HTTP status';
comment on column raw.fetches.content_type is 'Content-Type of the answer';
comment on column raw.fetches.attempts is 'Requests needed, retries counted';
comment on column raw.fetches.elapsed_ms is 'Milliseconds, waiting for the pace not counted';
comment on column raw.fetches.wire_bytes is 'Bytes received';
comment on column raw.fetches.body_bytes is 'Bytes after inflation';
comment on column raw.fetches.is_conditional is 'Validators were sent';

create table raw.pages (
    url varchar not null,
    part smallint not null,
    payload_digest varchar not null,
    run_id varchar not null,
    page_url varchar not null,
    final_url varchar,
    fetched_at timestamptz not null,
    content_type varchar,
    warc_file varchar not null,
    warc_offset bigint not null,
    primary key (url, part, payload_digest)
);
comment on table raw.pages is 'Every distinct page in the archive, the first time it was seen';
comment on column raw.pages.url is 'The link: raw.links.url';
comment on column raw.pages.part is 'Page of the article, from 1';
comment on column raw.pages.payload_digest is 'sha256: and hex, of the decoded payload';
comment on column raw.pages.run_id is 'Run that archived it: ops.runs.run_id';
comment on column raw.pages.page_url is 'What was asked for';
comment on column raw.pages.final_url is 'Where redirects ended';
comment on column raw.pages.fetched_at is 'When';
comment on column raw.pages.content_type is 'Content-Type of the answer';
comment on column raw.pages.warc_file is 'WARC file, relative to the archive folder';
comment on column raw.pages.warc_offset is 'Byte offset of the response record in that file';
