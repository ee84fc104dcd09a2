-- On which rounds do the articles disagree?
-- One row per claim of a round of which amount, round, lead, instrument or date is told in two ways; words are the article's own.
-- is_complete: every source covered the week of the announcement.
-- param days integer = 365: so many days back from the newest article
with rounds as (
    select round_id, announced_on, company_name, disagreements, is_complete, unnest(claims) as claim
    from trend.funding_rounds(since_on := trend.newest_day() - $days::integer + 1)
    where len(disagreements) > 0
)
select
    r.announced_on,
    r.company_name,
    r.disagreements,
    a.source_id,
    f.amount,
    f.currency,
    f.round,
    f.lead,
    f.instrument,
    coalesce(f.announced_on, a.counted_on) as told_on,
    f.evidence as words,
    a.url,
    r.is_complete
from rounds as r
join core.funding_claims as f on f.article_id = r.claim.article_id and f.claim_no = r.claim.claim_no
join core.articles as a on a.article_id = f.article_id
order by r.announced_on desc, r.round_id, a.counted_on, a.published_at nulls last, a.source_id, f.claim_no
limit 200;
