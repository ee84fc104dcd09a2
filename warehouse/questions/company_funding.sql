-- Which rounds of a company were announced?
-- One row per round, newest first; columns as in funding_rounds.
-- param company text = sakana-ai: id of the company, or its name as written where it is in no register
select
    announced_on,
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
from trend.funding_rounds()
where company = $company
order by announced_on desc, amount desc nulls last;
