-- One more outcome: a link that a run selected and that no worker fetched. A CHECK cannot be altered: the table is
-- made anew.

create table ops.outcomes_anew (
    run_id varchar not null,
    url varchar not null,
    source_id varchar not null,
    outcome varchar not null check (outcome in (
        'loaded', 'unchanged', 'refused-robots', 'refused-address', 'refused-scheme', 'gone', 'try-later', 'too-big',
        'not-a-page', 'not-an-article', 'paywalled-stub', 'unreadable', 'duplicate', 'failed', 'not-fetched'
    )),
    detail varchar,
    recorded_at timestamptz not null,
    primary key (run_id, url)
);
insert into ops.outcomes_anew by name from ops.outcomes;
drop table ops.outcomes;
alter table ops.outcomes_anew rename to outcomes;

comment on table ops.outcomes is 'How each selected link of a run ended: exactly one row per link';
comment on column ops.outcomes.run_id is 'The run: ops.runs.run_id';
comment on column ops.outcomes.url is 'The link: raw.links.url';
comment on column ops.outcomes.source_id is 'The source whose feed named the link: core.sources.source_id';
comment on column ops.outcomes.outcome is 'loaded, unchanged, refused-…, gone, try-later, too-big, not-a-page, not-an-article, paywalled-stub, unreadable, duplicate, failed, or not-fetched: the worker that was to fetch it was lost, so it stays due';
comment on column ops.outcomes.detail is 'The reason in one line';
comment on column ops.outcomes.recorded_at is 'When it was stored';
