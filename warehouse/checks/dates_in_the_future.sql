-- severity: soft
-- meaning: an article is dated more than a day after it was seen; trends would count it on a day that has not come
-- remedy: look at the page and at published_raw; the outlet may mean an embargo or an event, else a recipe must read the date
select article_id, source_id, url, counted_on, published_raw, published_evidence, first_seen_at
from core.articles
where counted_on > core.tokyo_day(last_seen_at) + 1;
