-- What clustering keeps of each article; a cache that signing the articles again would fill.

create table ops.story_signatures (
    article_id varchar primary key,
    source_id varchar not null,
    url varchar not null,
    published_at timestamptz not null,
    version smallint not null,
    is_release boolean not null,
    bands uinteger[] not null,
    shingle_count integer not null,
    shingles uinteger[] not null,
    title_shingles uinteger[] not null,
    numbers varchar[] not null,
    names varchar[] not null,
    lead_numbers varchar[] not null,
    lead_names varchar[] not null
);
comment on table ops.story_signatures is 'What clustering keeps of each article to judge later ones against it; a cache';
comment on column ops.story_signatures.article_id is 'core.articles.article_id';
comment on column ops.story_signatures.source_id is 'Outlet: core.sources.source_id';
comment on column ops.story_signatures.url is 'Canonical URL';
comment on column ops.story_signatures.published_at is 'Instant that places it in time: published, else the end of its day, else fetched';
comment on column ops.story_signatures.version is 'Version of the signing rule; only equal versions are compared';
comment on column ops.story_signatures.is_release is 'Written as companies write about themselves';
comment on column ops.story_signatures.bands is 'Two articles are compared where they share one';
comment on column ops.story_signatures.shingle_count is 'Shingles of the whole text';
comment on column ops.story_signatures.shingles is 'Hashes of shingles: all, or the smallest of a long text';
comment on column ops.story_signatures.title_shingles is 'Hashes of the shingles of the headline';
comment on column ops.story_signatures.numbers is 'Numbers in the text';
comment on column ops.story_signatures.names is 'Names in the text';
comment on column ops.story_signatures.lead_numbers is 'Numbers of headline and opening';
comment on column ops.story_signatures.lead_names is 'Names of headline and opening';
