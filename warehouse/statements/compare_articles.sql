-- How extracted articles stand to the warehouse: new, changed, unchanged, duplicate (another link led to it first), or
-- superseded (another text, but captured before the one that is held: only foreign archives bring such).
-- Frame: extracted (article_id, link_url, content_hash, fetched_at).
select
    e.article_id,
    case
        when a.article_id is null then 'new'
        when a.link_url <> e.link_url then 'duplicate'
        when a.content_hash <> e.content_hash and e.fetched_at < a.last_seen_at then 'superseded'
        when a.content_hash <> e.content_hash then 'changed'
        else 'unchanged'
    end as state
from extracted as e
left join core.articles as a using (article_id);
