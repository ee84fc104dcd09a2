-- severity: hard
-- meaning: two current articles have one canonical address, or one link led to two articles, so both would be counted
-- remedy: a fault of the program in spelling addresses (tasks/urls.py): keep both rows as its test
select 'url' as what, url as address, count(*) as article_count, min(article_id) as article_id
from core.articles
group by url
having count(*) > 1
union all
select 'link_url', link_url, count(*), min(article_id)
from core.articles
group by link_url
having count(*) > 1;
