-- severity: soft
-- meaning: the last answer of a feed has fewer items than its source is expected to have
-- remedy: look at the feed: it may have moved, been cut down, or its listing's selector no longer fits; then min_items in the sources
with last_polls as (
    select
        source_id,
        feed_url,
        arg_max(item_count, polled_at) as item_count,
        max(polled_at) as polled_at
    from raw.polls
    where outcome = 'ok'
    group by all
)
select p.source_id, p.feed_url, p.item_count, s.min_items, p.polled_at
from last_polls as p
join core.sources as s using (source_id)
where s.is_enabled and p.item_count < s.min_items;
