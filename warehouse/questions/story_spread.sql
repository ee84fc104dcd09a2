-- How did a story spread?
-- One row per article of the story, in the order of appearing. role: lead, reprint, rewrite or update; similarity: shared wording.
-- param story text = null: story_id, for example from biggest_stories; null: the story of the most outlets
with chosen as (
    select story_id
    from core.stories
    where story_id = $story or $story is null
    order by outlet_count desc, article_count desc, last_counted_on desc, story_id
    limit 1
)
select
    m.story_id,
    a.counted_on,
    a.published_at,
    a.source_id,
    m.role,
    round(m.similarity::double, 2) as similarity,
    a.title,
    a.url
from core.story_articles as m
join chosen using (story_id)
join core.articles as a using (article_id)
order by coalesce(a.published_at, core.tokyo_midnight(a.counted_on + 1)), a.article_id;
