-- What is held true: registers, articles and their versions, tags, stories.

create schema core;
-- core: What is held true: safe to build on

create table core.sources (
    source_id varchar primary key,
    name varchar not null,
    homepage varchar not null,
    lang varchar not null,
    kind varchar not null,
    tier tinyint not null,
    is_enabled boolean not null,
    terms varchar not null,
    min_interval_seconds double not null,
    poll_minutes integer not null,
    min_items integer,
    max_silence_days integer
);
comment on table core.sources is 'The sources as configured at the last run';
comment on column core.sources.source_id is 'Key';
comment on column core.sources.name is 'Name of the outlet';
comment on column core.sources.homepage is 'Address of the outlet';
comment on column core.sources.lang is 'Main language: ja or en';
comment on column core.sources.kind is 'media, wire, company, public, blog or preprint';
comment on column core.sources.tier is '1: on by default, 2: on after its terms were accepted';
comment on column core.sources.is_enabled is 'Polled by the runs';
comment on column core.sources.terms is 'Conditions of use in one line';
comment on column core.sources.min_interval_seconds is 'Least time between two requests to its host, in seconds';
comment on column core.sources.poll_minutes is 'Time between two polls of its feeds, in minutes';
comment on column core.sources.min_items is 'Fewer items than this in a feed are a breach of expectation';
comment on column core.sources.max_silence_days is 'A newest article older than this is a breach of expectation';

create table core.companies (
    company_id varchar primary key,
    name_ja varchar not null,
    name_en varchar not null,
    kind varchar not null,
    country varchar not null,
    founded integer,
    aliases varchar[] not null,
    products varchar[] not null
);
comment on table core.companies is 'The company register as of the last run';
comment on column core.companies.company_id is 'Key';
comment on column core.companies.name_ja is 'Name in Japanese text';
comment on column core.companies.name_en is 'Name in English text';
comment on column core.companies.kind is 'startup, enterprise, global or public';
comment on column core.companies.country is 'ISO 3166 code of the country of its head office';
comment on column core.companies.founded is 'Year of foundation';
comment on column core.companies.aliases is 'Names that always mean it';
comment on column core.companies.products is 'Products that imply it';

create table core.themes (
    theme_id varchar primary key,
    parent_id varchar,
    name_ja varchar not null,
    name_en varchar not null,
    definition varchar
);
comment on table core.themes is 'The two-level taxonomy as of the last run; articles carry leaves only';
comment on column core.themes.theme_id is 'Key';
comment on column core.themes.parent_id is 'Group of the theme; null for a group: core.themes.theme_id';
comment on column core.themes.name_ja is 'Name in Japanese';
comment on column core.themes.name_en is 'Name in English';
comment on column core.themes.definition is 'What counts as this theme';

create table core.articles (
    article_id varchar primary key,
    url varchar not null unique,
    link_url varchar not null,
    source_id varchar not null,
    title varchar not null,
    body varchar not null,
    body_chars integer not null,
    lang varchar not null check (lang in ('ja', 'en', 'other')),
    authors varchar[] not null,
    desk varchar,
    published_at timestamptz,
    published_on date,
    published_precision varchar,
    published_zone_source varchar,
    published_evidence varchar,
    published_raw varchar,
    modified_at timestamptz,
    counted_on date not null,
    is_paywalled boolean not null,
    is_sponsored boolean not null,
    site_name varchar,
    section varchar,
    keywords varchar[] not null,
    image_url varchar,
    part_count smallint not null check (part_count >= 1),
    is_feed_text boolean not null,
    recipe varchar,
    encoding varchar,
    encoding_source varchar,
    content_hash varchar not null,
    version_no integer not null check (version_no >= 1),
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    register_version varchar not null,
    run_id varchar not null
);
comment on table core.articles is 'The current state of every article; earlier states are in core.article_versions';
comment on column core.articles.article_id is 'Key: first 16 hex digits of the SHA-256 of url';
comment on column core.articles.url is 'Canonical URL';
comment on column core.articles.link_url is 'Link that led to it: raw.links.url';
comment on column core.articles.source_id is 'Outlet: core.sources.source_id';
comment on column core.articles.title is 'Headline without the name of the site';
comment on column core.articles.body is 'Text, one paragraph a line';
comment on column core.articles.body_chars is 'Length of body in characters';
comment on column core.articles.lang is 'ja, en or other';
comment on column core.articles.authors is 'Persons of the byline';
comment on column core.articles.desk is 'Organisation of the byline';
comment on column core.articles.published_at is 'Publication time; null where only the day is known or nothing is stated';
comment on column core.articles.published_on is 'Publication day in Asia/Tokyo; null where nothing is stated';
comment on column core.articles.published_precision is 'second, minute, hour or day';
comment on column core.articles.published_zone_source is 'explicit, assumed_jst or url';
comment on column core.articles.published_evidence is 'What the publication time was read from: jsonld, meta, time, visible, feed or url';
comment on column core.articles.published_raw is 'The date as written';
comment on column core.articles.modified_at is 'Time of the last edit that the page states';
comment on column core.articles.counted_on is 'Day that trends count it on: published_on, else the day in Asia/Tokyo on which it was first seen';
comment on column core.articles.is_paywalled is 'The page says that it is not free';
comment on column core.articles.is_sponsored is 'Marked as advertisement or tie-up';
comment on column core.articles.site_name is 'Name of the site as the page gives it';
comment on column core.articles.section is 'Section as the page gives it';
comment on column core.articles.keywords is 'Keywords as the page gives them';
comment on column core.articles.image_url is 'Lead image';
comment on column core.articles.part_count is 'Pages that were joined';
comment on column core.articles.is_feed_text is 'The text came from the feed because the page could not be had';
comment on column core.articles.recipe is 'Site recipe that gave the text; null for the generic path';
comment on column core.articles.encoding is 'Encoding of the page';
comment on column core.articles.encoding_source is 'What told the encoding: bom, header, declaration, utf-8, detector or replacement';
comment on column core.articles.content_hash is 'SHA-256 over title, text, authors and dates; a new one makes a new version';
comment on column core.articles.version_no is 'Number of the current version, from 1';
comment on column core.articles.first_seen_at is 'When its first version was fetched';
comment on column core.articles.last_seen_at is 'When its current version was fetched last';
comment on column core.articles.register_version is 'Version of the registers that tagged it';
comment on column core.articles.run_id is 'Run that wrote the current version: ops.runs.run_id';

create table core.article_versions (
    article_id varchar not null,
    version_no integer not null check (version_no >= 1),
    content_hash varchar not null,
    title varchar not null,
    body varchar not null,
    authors varchar[] not null,
    published_at timestamptz,
    published_on date,
    modified_at timestamptz,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    run_id varchar not null,
    primary key (article_id, version_no)
);
comment on table core.article_versions is 'Every state in which an article was seen, the current one included';
comment on column core.article_versions.article_id is 'core.articles.article_id';
comment on column core.article_versions.version_no is 'From 1';
comment on column core.article_versions.content_hash is 'SHA-256 over title, text, authors and dates';
comment on column core.article_versions.title is 'Headline of this version';
comment on column core.article_versions.body is 'Text of this version';
comment on column core.article_versions.authors is 'Persons of the byline of this version';
comment on column core.article_versions.published_at is 'Publication time of this version';
comment on column core.article_versions.published_on is 'Publication day of this version in Asia/Tokyo';
comment on column core.article_versions.modified_at is 'Time of the last edit that this version states';
comment on column core.article_versions.first_seen_at is 'When this version was fetched first';
comment on column core.article_versions.last_seen_at is 'When this version was fetched last';
comment on column core.article_versions.run_id is 'Run that wrote it: ops.runs.run_id';

-- The tags have keys but no PRIMARY KEY: at a million articles its index alone is a third of the file and loading takes
-- two and a half times as long. Their frames are validated before loading, an article's tags are replaced in one
-- transaction, and the hard check rows_twice looks before each publish.
create table core.company_mentions (
    article_id varchar not null,
    field varchar not null check (field in ('title', 'body')),
    start_at integer not null check (start_at >= 0),
    company_id varchar not null,
    end_at integer not null check (end_at > start_at),
    alias varchar not null,
    rule varchar not null,
    confidence real not null check (confidence between 0 and 1)
);
comment on table core.company_mentions is 'Every place where an article names a registered company. Key: article_id, field, start_at, company_id';
comment on column core.company_mentions.article_id is 'core.articles.article_id';
comment on column core.company_mentions.field is 'title or body';
comment on column core.company_mentions.start_at is 'First character, counted from 0: substring(body, start_at + 1, end_at - start_at) is the alias';
comment on column core.company_mentions.company_id is 'core.companies.company_id';
comment on column core.company_mentions.end_at is 'Character after the last';
comment on column core.company_mentions.alias is 'The name as written';
comment on column core.company_mentions.rule is 'Rule that accepted it';
comment on column core.company_mentions.confidence is '0 to 1';

create table core.article_companies (
    article_id varchar not null,
    company_id varchar not null,
    mention_count integer not null check (mention_count >= 1),
    is_in_title boolean not null,
    salience real not null check (salience between 0 and 1),
    is_salient boolean not null
);
comment on table core.article_companies is 'The companies of an article and how much it is about them. Key: article_id, company_id';
comment on column core.article_companies.article_id is 'core.articles.article_id';
comment on column core.article_companies.company_id is 'core.companies.company_id';
comment on column core.article_companies.mention_count is 'Mentions in title and text';
comment on column core.article_companies.is_in_title is 'Named in the headline';
comment on column core.article_companies.salience is 'How much the article is about it, 0 to 1';
comment on column core.article_companies.is_salient is 'The article is about it';

create table core.article_themes (
    article_id varchar not null,
    theme_id varchar not null,
    score real not null check (score >= 0),
    evidence struct(field varchar, "start" integer, "end" integer, keyword varchar)[] not null
);
comment on table core.article_themes is 'The leaf themes of an article. Key: article_id, theme_id';
comment on column core.article_themes.article_id is 'core.articles.article_id';
comment on column core.article_themes.theme_id is 'core.themes.theme_id';
comment on column core.article_themes.score is 'Weight of the evidence';
comment on column core.article_themes.evidence is 'Keywords that caused it, with their field and characters';

create table core.funding_claims (
    article_id varchar not null,
    claim_no smallint not null check (claim_no >= 1),
    company varchar not null,
    is_registered boolean not null,
    amount double check (amount >= 0),
    amount_max double,
    currency varchar,
    amount_jpy double,
    round varchar,
    tranche varchar,
    instrument varchar,
    investors varchar[] not null,
    lead varchar,
    announced_on date,
    evidence varchar not null,
    field varchar not null check (field in ('title', 'body')),
    start_at integer not null,
    end_at integer not null check (end_at > start_at),
    primary key (article_id, claim_no)
);
comment on table core.funding_claims is 'Rounds and loans as single articles announce them; claims of different articles stay side by side';
comment on column core.funding_claims.article_id is 'core.articles.article_id';
comment on column core.funding_claims.claim_no is 'From 1 within the article';
comment on column core.funding_claims.company is 'Who raised: core.companies.company_id, else the written name';
comment on column core.funding_claims.is_registered is 'company is an id of the register';
comment on column core.funding_claims.amount is 'In units of currency; the floor of a range; null where it is kept back';
comment on column core.funding_claims.amount_max is 'Top of a range, in units of currency';
comment on column core.funding_claims.currency is 'JPY, USD, EUR, GBP or CNY';
comment on column core.funding_claims.amount_jpy is 'Yen, where the text gives yen';
comment on column core.funding_claims.round is 'pre-seed, seed, pre-a, a, pre-b, b, c, d, later, extension or debt';
comment on column core.funding_claims.tranche is 'first-close, second-close, final-close or extension';
comment on column core.funding_claims.instrument is 'third-party-allotment, convertible, debt, mixed or equity';
comment on column core.funding_claims.investors is 'Ids or written names';
comment on column core.funding_claims.lead is 'The investor named as lead';
comment on column core.funding_claims.announced_on is 'Day of the announcement';
comment on column core.funding_claims.evidence is 'The words that carry amount and act';
comment on column core.funding_claims.field is 'title or body';
comment on column core.funding_claims.start_at is 'First character of the evidence, counted from 0';
comment on column core.funding_claims.end_at is 'Character after its last';

create table core.unknown_companies (
    article_id varchar not null,
    name varchar not null,
    rule varchar not null,
    field varchar not null check (field in ('title', 'body')),
    start_at integer not null,
    end_at integer not null check (end_at > start_at),
    sentence varchar not null,
    primary key (article_id, name)
);
comment on table core.unknown_companies is 'Company names that are in no register: candidates for it';
comment on column core.unknown_companies.article_id is 'core.articles.article_id';
comment on column core.unknown_companies.name is 'Name without its legal form';
comment on column core.unknown_companies.rule is 'Rule that found it';
comment on column core.unknown_companies.field is 'title or body';
comment on column core.unknown_companies.start_at is 'First character, counted from 0';
comment on column core.unknown_companies.end_at is 'Character after the last';
comment on column core.unknown_companies.sentence is 'The sentence around it';

create table core.story_articles (
    article_id varchar primary key,
    story_id varchar not null,
    role varchar not null check (role in ('lead', 'reprint', 'rewrite', 'update')),
    similarity real check (similarity between 0 and 1)
);
comment on table core.story_articles is 'The story that each article belongs to';
comment on column core.story_articles.article_id is 'core.articles.article_id';
comment on column core.story_articles.story_id is 'core.stories.story_id';
comment on column core.story_articles.role is 'lead, reprint, rewrite or update';
comment on column core.story_articles.similarity is 'Shared wording with the closest member, 0 to 1; null for the lead';

create table core.stories (
    story_id varchar primary key,
    lead_article_id varchar not null,
    title varchar not null,
    first_counted_on date not null,
    last_counted_on date not null,
    article_count integer not null check (article_count >= 1),
    outlet_count integer not null check (outlet_count >= 1)
);
comment on table core.stories is 'One announcement or event, however many articles tell it; trends count stories beside articles';
comment on column core.stories.story_id is 'Key: the article_id of the lead';
comment on column core.stories.lead_article_id is 'The press release, or the first article to appear: core.articles.article_id';
comment on column core.stories.title is 'Headline of the lead';
comment on column core.stories.first_counted_on is 'Day of its first article';
comment on column core.stories.last_counted_on is 'Day of its last article';
comment on column core.stories.article_count is 'Articles';
comment on column core.stories.outlet_count is 'Different outlets';
