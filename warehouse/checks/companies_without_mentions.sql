-- severity: hard
-- meaning: an article is counted for a company that no place in it names, or with another number of mentions
-- remedy: tag the articles again («kawaraban reprocess»); a number in a trend could not be walked back to its sentence
with counted as (
    select article_id, company_id, count(*) as mention_count
    from core.company_mentions
    group by all
)
select
    article_id,
    company_id,
    c.mention_count as stored_count,
    coalesce(m.mention_count, 0) as found_count
from core.article_companies as c
full join counted as m using (article_id, company_id)
where c.mention_count is distinct from m.mention_count;
