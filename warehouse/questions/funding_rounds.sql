-- Which rounds were announced, and who said so first?
-- One row per round, newest first: the claims of all articles folded. amount is null where nobody gives it.
-- first_source, first_told_at, words: who told it first, when, in which words. disagreements: what the articles give differently.
-- is_complete: every source covered the week of the announcement; else another may have told it first or otherwise.
-- param days integer = 90: so many days back from the newest article
select
    announced_on,
    company_name,
    amount,
    currency,
    round,
    lead,
    investors,
    article_count as articles,
    outlet_count as outlets,
    first_source_id as first_source,
    first_told_at,
    first_evidence as words,
    first_url as url,
    disagreements,
    is_complete
from trend.funding_rounds(since_on := trend.newest_day() - $days::integer + 1)
order by announced_on desc, amount desc nulls last, company_name
limit 200;
