-- One row: what the week holds. is_sample: a source or an article of the week has a host below .example, which RFC 2606 reserves, so that
-- nobody can own it: it is invented.
-- Parameters: monday, sunday.
select
    count(*) as article_count,
    count(distinct s.story_id) as story_count,
    count(distinct a.source_id) as outlet_count,
    coalesce(bool_or(regexp_matches(a.url, '^https?://[^/]*\.example(:[0-9]+)?(/|$)')), false)
        or (select coalesce(bool_or(regexp_matches(homepage, '^https?://[^/]*\.example(:[0-9]+)?(/|$)')), false) from core.sources)
        as is_sample
from core.articles as a
join core.story_articles as s using (article_id)
where a.counted_on between $monday and $sunday;
