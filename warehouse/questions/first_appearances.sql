-- Which registered companies appeared for the first time lately?
-- One row per company, newest first, with the article that named it first. Early in the life of a file everything is new:
-- is_complete is true where all before was covered, for four weeks at least. coverage: the share that was.
-- param days integer = 90: so many days back from the newest article
select
    first_on,
    company_id,
    company_name,
    kind,
    article_count as articles,
    source_id,
    title,
    url,
    coverage,
    is_complete
from trend.first_appearances
where first_on > trend.newest_day() - $days::integer
order by first_on desc, company_id;
