-- The newest article that is about each company.
-- Parameters: companies.
select
    c.company_id,
    arg_max(a.title, (a.counted_on, a.article_id)) as title,
    arg_max(a.url, (a.counted_on, a.article_id)) as url
from core.article_companies as c
join core.articles as a using (article_id)
where list_contains($companies::varchar[], c.company_id) and c.is_salient
group by c.company_id;
