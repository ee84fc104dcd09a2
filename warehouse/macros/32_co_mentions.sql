-- One row per pair of companies that a story names together; with `company` only its partners (it is then company_id).
-- lift: together / (what chance would give, were the two named independently of each other). log_likelihood: how much
-- of it chance could not explain, sign as lift above or below 1: Dunning, «Accurate methods for the statistics of
-- surprise and coincidence», Computational Linguistics 19 (1993) 61-74; beyond 10.83 below one in a thousand.
create or replace macro trend.co_mentions(
    company := null, since_on := null, until_on := null, min_stories := 2
) as table
with stories as materialized (
    select a.article_id, s.story_id
    from core.articles as a
    join core.story_articles as s using (article_id)
    where a.counted_on >= coalesce(since_on::date, date '0001-01-01')
        and a.counted_on <= coalesce(until_on::date, date '9999-12-30')
),
total as (select count(distinct story_id)::double as n from stories),
named as materialized (
    select distinct c.company_id, s.story_id
    from core.article_companies as c
    join stories as s using (article_id)
),
singles as materialized (select company_id, count(*)::double as n from named group by company_id),
pairs as (
    select
        l.company_id,
        r.company_id as partner_id,
        count(*)::double as n
    from named as l
    join named as r using (story_id)
    where (company is null and l.company_id < r.company_id) or (l.company_id = company and r.company_id <> company)
    group by all
    having n >= min_stories
),
cells as (
    select
        p.company_id,
        p.partner_id,
        p.n as both_count,
        l.n as left_count,
        r.n as right_count,
        l.n * r.n / t.n as expected,
        (l.n - p.n) as left_only,
        (r.n - p.n) as right_only,
        (t.n - l.n - r.n + p.n) as neither,
        t.n as total
    from pairs as p
    join singles as l on l.company_id = p.company_id
    join singles as r on r.company_id = p.partner_id
    cross join total as t
)
select
    c.company_id,
    k.name_ja as company_name,
    c.partner_id,
    o.name_ja as partner_name,
    o.kind as partner_kind,
    c.both_count::bigint as story_count,
    c.left_count::bigint as company_story_count,
    c.right_count::bigint as partner_story_count,
    round(c.both_count / c.expected, 2) as lift,
    round(
        sign(c.both_count - c.expected) * 2 * (
            c.both_count * ln(c.both_count / c.expected)
            + case when c.left_only > 0 then c.left_only * ln(c.left_only * c.total / (c.left_count * (c.total - c.right_count))) else 0 end
            + case when c.right_only > 0 then c.right_only * ln(c.right_only * c.total / (c.right_count * (c.total - c.left_count))) else 0 end
            + case when c.neither > 0 then c.neither * ln(c.neither * c.total / ((c.total - c.left_count) * (c.total - c.right_count))) else 0 end
        ),
        1
    ) as log_likelihood,
    v.coverage,
    v.is_complete
from cells as c
join core.companies as k on k.company_id = c.company_id
join core.companies as o on o.company_id = c.partner_id
cross join trend.coverage_between(since_on, until_on) as v;

comment on macro table trend.co_mentions is 'Companies named in the same stories. company: only the partners of this one, default null for all pairs; since_on, until_on: first and last day, default all; min_stories: fewest common stories, default 2. Columns: company_id, company_name, partner_id, partner_name, partner_kind, story_count (that name both), company_story_count, partner_story_count, lift (1: as often together as chance would have it), log_likelihood (Dunning 1993: strength of the evidence, negative where they avoid each other; beyond 10.83 chance gives less than once in a thousand), coverage and is_complete (of all the days asked for: trend.coverage_between). Example: from trend.co_mentions(company := ''sakana-ai'', min_stories := 1) order by log_likelihood desc';
