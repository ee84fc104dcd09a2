-- Every article of a story of which one was told is told: its later members too, before stories are merged or split.
-- Parameter: told_at.
insert into ops.told_news (kind, key, told_at, message_id)
select
    'article',
    s.article_id,
    $told_at,
    t.message_id
from core.story_articles as s
join (
    select m.story_id, min(n.message_id) as message_id
    from core.story_articles as m
    join ops.told_news as n on n.kind = 'article' and n.key = m.article_id
    group by m.story_id
) as t using (story_id)
on conflict do nothing;
