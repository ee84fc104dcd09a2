-- Stories: rows of those that gained, lost or changed a member are made anew; part of one batch (the caller holds the
-- transaction). Frame: story_members.

create or replace temp table touched_stories as
select story_id from core.story_articles where article_id in (select article_id from story_members)
union
select story_id from story_members;

insert or replace into core.story_articles by name select * from story_members;

delete from core.stories where story_id in (select story_id from touched_stories);
insert into core.stories by name
select
    m.story_id,
    m.story_id as lead_article_id,
    min(a.title) filter (where m.article_id = m.story_id) as title,
    min(a.counted_on) as first_counted_on,
    max(a.counted_on) as last_counted_on,
    count(*) as article_count,
    count(distinct a.source_id) as outlet_count
from core.story_articles as m
join core.articles as a using (article_id)
where m.story_id in (select story_id from touched_stories)
group by m.story_id;
