-- The readers' watch list: since when it is told, and what was told.

create table ops.watch (
    id tinyint primary key check (id = 1),
    started_at timestamptz not null,
    since_on date,
    collected_at timestamptz
);
comment on table ops.watch is 'One row while there is a watch list: since when its news are told';
comment on column ops.watch.id is 'Always 1';
comment on column ops.watch.started_at is 'When a run met the list first: what was published before is not told, unless since_on says so';
comment on column ops.watch.since_on is 'The day that the list gives as its since';
comment on column ops.watch.collected_at is 'Articles first seen after this are in no digest yet; null: look through all';

create table ops.told_news (
    kind varchar not null check (kind in ('article', 'name')),
    key varchar not null,
    told_at timestamptz not null,
    message_id varchar not null,
    primary key (kind, key)
);
comment on table ops.told_news is 'What digests have told: the articles of told stories, so that a story stays told whatever it is merged into, and new names';
comment on column ops.told_news.kind is 'article or name';
comment on column ops.told_news.key is 'core.articles.article_id, or the name in lower case without spaces';
comment on column ops.told_news.told_at is 'When the digest was written';
comment on column ops.told_news.message_id is 'The digest: ops.messages.message_id';
