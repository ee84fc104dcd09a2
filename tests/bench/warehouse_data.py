"""An invented warehouse of any size, made inside DuckDB: the tables that the pipeline fills, with plausible shapes.

Sizes: a tenth of the companies has most of the mentions (as in the news), texts are of about 1,000 Japanese
characters, one article in four is a reprint, one in two hundred was edited, and forty feeds are polled every hour.
"""

from datetime import date

import duckdb

COMPANIES, THEMES, SOURCES = 150, 36, 40
LAST_DAY = date(2025, 12, 28)
DAYS = 1800
COMPANIES_PER_ARTICLE = 3
PLACES = 4
"""Where an article names each of its companies; with some chosen twice that is a little over ten mentions."""

_SYLLABLES = "のはをにがでとしてもなるこれそあいうえ架空会社発表新型技術開発"[:16]


def make(con: duckdb.DuckDBPyConnection, articles: int) -> None:
    """Fills a migrated, empty warehouse with ``articles`` articles over DAYS days up to LAST_DAY."""
    con.execute("set threads = 2")
    con.execute("begin")
    for sql in _registers() + _articles(articles) + _tags(articles) + _stories(articles) + _operations(articles):
        con.execute(sql)
    con.execute("commit")
    con.execute("checkpoint")


def article_id(number: str) -> str:
    """SQL for the key of an article, as random as a hash is."""
    return f"substr(sha256(({number})::varchar), 1, 16)"


def _registers() -> list[str]:
    return [
        f"""insert into core.sources
        select 'source-' || i, 'Source ' || i, 'https://source-' || i || '.example/', if(i % 8 = 0, 'en', 'ja'),
            'media', 1, true, 'none', 5, 60, 5, 14
        from range({SOURCES}) as t(i)""",
        f"""insert into core.companies
        select 'company-' || i, '会社' || i, 'Company ' || i, if(i % 3 = 0, 'startup', 'enterprise'),
            if(i % 5 = 0, 'US', 'JP'), 2015, ['会社' || i], []
        from range({COMPANIES}) as t(i)""",
        f"""insert into core.themes
        select 'theme-' || i, if(i < 6, null, 'theme-' || i % 6), 'テーマ' || i, 'Theme ' || i, null
        from range({THEMES}) as t(i)""",
    ]


def _articles(articles: int) -> list[str]:
    chunks = " || ".join(f"translate(md5('{n}-' || i), '0123456789abcdef', '{_SYLLABLES}')" for n in range(32))
    return [
        f"""insert into core.articles by name
        select
            {article_id("i")} as article_id,
            'https://source-' || source_no || '.example/articles/' || i as url,
            url as link_url,
            'source-' || source_no as source_id,
            '架空の見出し' || i as title,
            {chunks} as body,
            length(body) as body_chars,
            if(source_no % 8 = 0, 'en', 'ja') as lang,
            ['架空 太郎'] as authors,
            core.tokyo_midnight(counted_on) + to_minutes(540 + (hash(i) % 600)::bigint) as published_at,
            counted_on as published_on,
            'minute' as published_precision,
            counted_on,
            false as is_paywalled, false as is_sponsored, []::varchar[] as keywords, 1 as part_count,
            false as is_feed_text, md5(i::varchar) as content_hash,
            if((hash(i, 7) % 200)::bigint = 0, 2, 1) as version_no,
            published_at + interval 1 hour as first_seen_at,
            first_seen_at as last_seen_at,
            'r1' as register_version,
            strftime(counted_on, '%Y%m%d') as run_id
        from (
            select i, (hash(i, 1) % {SOURCES})::bigint as source_no,
                date '{LAST_DAY}' - {DAYS - 1} + (i * {DAYS} // {articles})::integer as counted_on
            from range({articles}) as t(i)
        )""",
        """insert into core.article_versions by name
        select a.article_id, v as version_no, if(v = a.version_no, a.content_hash, 'first') as content_hash,
            if(v = a.version_no, a.title, a.title || '（前）') as title,
            a.body, a.authors, a.published_at, a.published_on,
            a.first_seen_at + to_hours(24 * (v - 1)) as first_seen_at,
            a.first_seen_at + to_hours(24 * (v - 1)) as last_seen_at, a.run_id
        from core.articles as a, unnest(range(1, a.version_no + 1)) as t(v)
        order by first_seen_at""",
    ]


def _tags(articles: int) -> list[str]:
    named = articles * COMPANIES_PER_ARTICLE
    return [
        # The cube of a uniform number: few companies are named often, many seldom.
        f"""create or replace temp table named as
        select distinct i // {COMPANIES_PER_ARTICLE} as article_no,
            (pow(hash(i, 2) % 1000000 / 1000000.0, 3) * {COMPANIES})::integer % {COMPANIES} as company_no
        from range({named}) as t(i)""",
        f"""create or replace temp macro letter(i, p) as
            translate(substr(md5((p // 32) || '-' || i), p % 32 + 1, 1), '0123456789abcdef', '{_SYLLABLES}')""",
        f"""insert into core.article_companies
        select {article_id("article_no")}, 'company-' || company_no, {PLACES},
            hash(article_no, company_no) % 4 = 0, 0.5, hash(article_no, company_no) % 2 = 0
        from named order by article_no""",
        f"""insert into core.company_mentions
        select {article_id("article_no")}, 'body', company_no * 4 + place, 'company-' || company_no,
            company_no * 4 + place + 1, letter(article_no, company_no * 4 + place), 'alias', 1.0
        from named, unnest(range({PLACES})) as t(place)
        order by article_no""",
        f"""insert into core.article_themes
        select {article_id("n")}, 'theme-' || theme_no, 1.0,
            [{{'field': 'body', 'start': 0, 'end': 1, 'keyword': letter(n, 0)}}]
        from (
            select distinct i // 2 as n, 6 + hash(i, 3) % {THEMES - 6} as theme_no from range({articles * 2}) as t(i)
        )""",
        f"""insert into core.funding_claims by name
        select {article_id("i * 50")} as article_id, 1 as claim_no, 'company-' || hash(i, 4) % {COMPANIES} as company,
            true as is_registered, if(i % 5 = 0, null, (1 + (hash(i, 5) % 40)::bigint) * 100000000) as amount,
            if(amount is null, null, 'JPY') as currency, amount as amount_jpy, 'a' as round,
            ['company-' || hash(i, 6) % {COMPANIES}] as investors, letter(i * 50, 0) as evidence,
            'body' as field, 0 as start_at, 1 as end_at
        from range({articles // 50}) as t(i)""",
        f"""insert into core.unknown_companies
        select {article_id("i * 5")}, '新社' || hash(i, 8) % {articles // 20}, 'form', 'body', 0, 2, '新社が現れた。'
        from range({articles // 5}) as t(i)""",
    ]


def _stories(articles: int) -> list[str]:
    return [
        f"""insert into core.story_articles
        select {article_id("i")}, {article_id("if(i % 4 = 3, i - 1 - (hash(i) % 2)::bigint, i)")},
            if(i % 4 = 3, 'reprint', 'lead'), if(i % 4 = 3, 0.9, null)
        from range({articles}) as t(i)""",
        """insert into core.stories
        select m.story_id, m.story_id, min(a.title) filter (where a.article_id = m.story_id), min(a.counted_on),
            max(a.counted_on), count(*), count(distinct a.source_id)
        from core.story_articles as m join core.articles as a using (article_id)
        group by m.story_id""",
    ]


def _operations(articles: int) -> list[str]:
    return [
        """insert into ops.runs by name
        select distinct run_id, 'monitor' as kind, min(first_seen_at) as started_at, 'completed' as state,
            count(*) as selected_count, '1' as program_version
        from core.articles group by run_id""",
        """insert into raw.links by name
        select url, source_id, source_id || '/feed' as feed_url, title, published_at, first_seen_at as found_at,
            first_seen_at as seen_at, 'loaded' as outcome, first_seen_at as outcome_at
        from core.articles""",
        """insert into ops.outcomes by name
        select run_id, url, source_id, 'loaded' as outcome, first_seen_at as recorded_at from core.articles""",
        f"""insert into raw.polls by name
        select 'run-' || hour as run_id, 'source-' || source_no || '/feed' as feed_url,
            'source-' || source_no as source_id,
            (date '{LAST_DAY}' + 1 - {DAYS} + to_hours(hour)) at time zone 'Asia/Tokyo' as polled_at,
            if(hour % 6 = 0, 'ok', 'not-modified') as outcome, 20 as item_count,
            polled_at - interval 1 hour as newest_at,
            if(hour % 6 = 0, polled_at - interval 3 days, null) as oldest_at,
            100 as wire_bytes, 10 as elapsed_ms
        from range({DAYS * 24 + 10}) as h(hour), range({SOURCES}) as s(source_no)
        -- Every source is away for a while, in turn.
        where (hour // 24 + source_no * 40) % 900 > 6""",
    ]
