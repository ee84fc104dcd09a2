-- severity: hard
-- meaning: an article is counted for a company that no place in it names, or with another number of mentions
-- remedy: tag the articles again («kawaraban reprocess»); a number in a trend could not be walked back to its sentence
-- Looks at the articles that runs from $since_run on wrote.
with written as materialized (
    select article_id from core.articles where run_id >= $since_run
),
found as (
    select article_id, company_id, count(*) as mention_count
    from core.company_mentions
    where article_id in (select article_id from written)
    group by all
),
stored as (
    select article_id, company_id, mention_count
    from core.article_companies
    where article_id in (select article_id from written)
)
select
    article_id,
    company_id,
    s.mention_count as stored_count,
    coalesce(f.mention_count, 0) as found_count
from stored as s
full join found as f using (article_id, company_id)
where s.mention_count is distinct from f.mention_count;
