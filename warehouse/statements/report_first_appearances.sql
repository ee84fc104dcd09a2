-- One row per registered company that was named for the first time in the week, where articles were kept for four weeks before it: in the
-- first weeks of a file every name is new.
-- Parameters: monday, sunday.
select
    f.company_id,
    f.first_on,
    f.title,
    f.url,
    coalesce(s.name, f.source_id) as source_name,
    a.lang
from trend.first_appearances as f
join core.articles as a using (article_id)
left join core.sources as s on s.source_id = f.source_id
where f.first_on between $monday and $sunday
    and (select min(counted_on) from core.articles) <= $monday::date - 28
order by f.kind <> 'startup', f.first_on, f.company_id;
