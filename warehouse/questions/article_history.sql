-- How did an article read over time?
-- One row per version seen, oldest first. Take the address from any other answer.
-- param url text = null: address of the article; null: the article with the most versions
with chosen as (
    select article_id
    from core.articles
    where url = $url or ($url is null and version_no > 1)
    order by version_no desc, last_seen_at desc
    limit 1
)
select
    v.version_no,
    v.first_seen_at,
    v.last_seen_at,
    v.title,
    v.published_at,
    v.published_on,
    v.modified_at,
    length(v.body) as body_chars,
    v.body
from core.article_versions as v
join chosen using (article_id)
order by v.version_no;
