-- severity: soft
-- meaning: in the last run that loaded it, the articles of a source were less than a third as long as is normal for it
-- remedy: the layout of the site has changed: look at a page with «kawaraban extract» and mend its recipe
-- Normal is the median of its earlier articles; at least 3 articles of the run and 10 before are needed to tell.
with lengths as (
    select source_id, run_id, body_chars, max(run_id) over (partition by source_id) as last_run_id
    from core.articles
    where not is_paywalled and not is_feed_text
)
select
    source_id,
    any_value(last_run_id) as run_id,
    median(body_chars) filter (where run_id = last_run_id)::integer as median_chars,
    median(body_chars) filter (where run_id < last_run_id)::integer as normal_chars,
    count(*) filter (where run_id = last_run_id) as article_count
from lengths
group by source_id
having count(*) filter (where run_id = last_run_id) >= 3
    and count(*) filter (where run_id < last_run_id) >= 10
    and median_chars * 3 < normal_chars;
