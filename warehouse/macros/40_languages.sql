-- One row per period and company: who speaks of it in Japanese and in English. Stories of the two languages are told
-- apart, for a translation is not folded with its original.
create or replace macro trend.languages(period := 'month', since_on := null, until_on := null) as table
with counts as (
    select
        date_trunc(period, counted_on)::date as period_on,
        company_id,
        count(*) filter (where lang = 'ja') as ja_article_count,
        count(*) filter (where lang = 'en') as en_article_count,
        count(distinct story_id) filter (where lang = 'ja') as ja_story_count,
        count(distinct story_id) filter (where lang = 'en') as en_story_count,
        min(counted_on) filter (where lang = 'ja') as ja_first_on,
        min(counted_on) filter (where lang = 'en') as en_first_on
    from trend.company_articles
    where counted_on >= coalesce(since_on::date, date '0001-01-01')
        and counted_on <= coalesce(until_on::date, date '9999-12-30')
    group by all
),
totals as (
    select
        *,
        sum(ja_story_count) over whole as ja_total,
        sum(en_story_count) over whole as en_total
    from counts
    window whole as (partition by period_on)
)
select
    n.period_on,
    n.company_id,
    k.name_ja as company_name,
    k.kind,
    k.country,
    n.ja_article_count,
    n.en_article_count,
    n.ja_story_count,
    n.en_story_count,
    round(n.en_story_count / nullif(n.ja_story_count + n.en_story_count, 0), 4) as en_share,
    round(trend.rate_change(n.en_story_count, n.ja_story_count, n.en_total / nullif(n.ja_total, 0)), 2) as en_lean,
    n.ja_first_on,
    n.en_first_on,
    coalesce(c.coverage, 0) as coverage,
    coalesce(c.is_complete, false) as is_complete
from totals as n
join core.companies as k using (company_id)
left join trend.coverage(period, since_on, until_on) as c using (period_on);

comment on macro table trend.languages is 'English against Japanese coverage of each company. period: day, week or month, default month; since_on, until_on: first and last day, default all. Columns: period_on, company_id, company_name, kind, country, ja_article_count, en_article_count, ja_story_count, en_story_count, en_share (of the stories in the two), en_lean (trend.rate_change of English against Japanese stories, given how much of each there is: above 2 the English outlets care clearly more, below -2 less; null where the period has no Japanese stories), ja_first_on, en_first_on, coverage, is_complete. Example: from trend.languages(since_on := ''2025-07-01'') where kind = ''startup'' order by en_lean desc';
