-- One row: what the week holds. has_sample: the file's articles of these days come from hosts below .example, which RFC 2606 reserves, so
-- nobody can own them: they are invented. newest_on: day of the newest article of the file.
-- Parameters: monday, sunday.
select
    count(*) as article_count,
    count(distinct s.story_id) as story_count,
    count(distinct a.source_id) as outlet_count,
    coalesce(bool_or(regexp_matches(a.url, '^https?://[^/]*\.example(:[0-9]+)?(/|$)')), false) as has_sample,
    (select max(counted_on) from core.articles) as newest_on
from core.articles as a
join core.story_articles as s using (article_id)
where a.counted_on between $monday and $sunday;
