-- On which rounds do the articles disagree?
-- One row per claim of a round of which amount, round, lead, instrument or date is told in two ways; words are the article's own.
-- param days integer = 365: so many days back from the newest article
with rounds as materialized (
    select round_id, company, announced_on, disagreements
    from trend.funding_rounds(since_on := trend.newest_day() - $days::integer + 1)
    where len(disagreements) > 0
)
select
    r.announced_on,
    r.company,
    r.disagreements,
    a.source_id,
    f.amount,
    f.currency,
    f.round,
    f.lead,
    f.evidence as words,
    a.url
from rounds as r
join core.funding_claims as f on f.company = r.company
join core.articles as a using (article_id)
where abs(coalesce(f.announced_on, a.counted_on) - r.announced_on) <= 60
order by r.announced_on desc, r.company, a.published_at nulls last, a.source_id
limit 200;
