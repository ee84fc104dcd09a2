-- One row per registered company that an article ever named, with the first article to do so.
create or replace view trend.first_appearances as
with firsts as (
    select
        c.company_id,
        min(a.counted_on) as first_on,
        arg_min(a.article_id, (a.counted_on, coalesce(a.published_at, a.first_seen_at), a.article_id)) as article_id,
        max(a.counted_on) as last_on,
        count(*) as article_count
    from core.article_companies as c
    join core.articles as a using (article_id)
    group by c.company_id
)
select
    f.company_id,
    k.name_ja as company_name,
    k.kind,
    k.country,
    f.first_on,
    f.last_on,
    f.article_count,
    a.article_id,
    a.source_id,
    a.title,
    a.url,
    coalesce(c.coverage, 0) as coverage,
    coalesce(c.is_complete, false) as is_complete
from firsts as f
join core.companies as k using (company_id)
join core.articles as a using (article_id)
left join trend.coverage_up_to_day() as c on c.day_on = f.first_on;

comment on view trend.first_appearances is 'When each registered company was named first and last, and by whom first. Example: from trend.first_appearances where kind = ''startup'' order by first_on desc';
comment on column trend.first_appearances.company_id is 'core.companies.company_id';
comment on column trend.first_appearances.company_name is 'Name in Japanese text';
comment on column trend.first_appearances.kind is 'startup, enterprise, global or public';
comment on column trend.first_appearances.country is 'ISO 3166 code';
comment on column trend.first_appearances.first_on is 'Day of the first article that names it';
comment on column trend.first_appearances.last_on is 'Day of the last article that names it';
comment on column trend.first_appearances.article_count is 'Articles that name it, reprints counted';
comment on column trend.first_appearances.article_id is 'The first article: core.articles.article_id';
comment on column trend.first_appearances.source_id is 'Outlet of the first article';
comment on column trend.first_appearances.title is 'Headline of the first article';
comment on column trend.first_appearances.url is 'Link to the first article';
comment on column trend.first_appearances.coverage is 'Of everything up to first_on, the share of expected source days that was covered';
comment on column trend.first_appearances.is_complete is 'All of it, and more than four weeks of it: below that the company may only be new to us';
