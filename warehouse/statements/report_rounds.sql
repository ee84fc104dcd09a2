-- One row per funding round announced in the last four weeks, with the articles that tell it: those of the same company within the telling
-- of the round (30 days, as trend.funding_rounds takes it) that give no other amount.
-- Parameters: monday, sunday.
with rounds as materialized (
    select * from trend.funding_rounds($monday::date - 21, $sunday)
),
told as (
    select
        r.round_id,
        list(distinct {
            'url': a.url, 'title': a.title, 'lang': a.lang, 'source': coalesce(s.name, a.source_id), 'on': a.counted_on
        }) as articles
    from rounds as r
    join core.funding_claims as c on lower(replace(c.company, ' ', '')) = lower(replace(r.company, ' ', ''))
    join core.articles as a using (article_id)
    left join core.sources as s on s.source_id = a.source_id
    where abs(coalesce(c.announced_on, a.counted_on) - r.announced_on) <= 30
        and (
            c.amount is null or r.amount is null or c.currency is distinct from r.currency
            or abs(c.amount - r.amount) <= 0.01 * r.amount
        )
    group by r.round_id
)
select
    r.announced_on,
    r.company,
    r.is_registered,
    r.amount,
    r.currency,
    r.round,
    r.lead,
    r.investors,
    r.first_evidence,
    r.first_url,
    f.lang,
    f.title as first_title,
    coalesce(s.name, r.first_source_id) as first_source,
    r.disagreements,
    list_sort(coalesce(t.articles, [])) as articles
from rounds as r
left join told as t using (round_id)
left join core.articles as f on f.article_id = r.first_article_id
left join core.sources as s on s.source_id = r.first_source_id
order by r.announced_on desc, r.amount desc nulls last, r.company;
