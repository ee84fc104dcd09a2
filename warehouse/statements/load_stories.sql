-- Stories: rows of those that gained, lost or changed a member are made anew; part of one batch (the caller holds the
-- transaction). Frame: story_members. Table: fresh (article_id, source_id, title, counted_on), the articles that are new
-- in this transaction: nothing is stored of them, nor of a story that one of them leads, so neither is looked for.

create or replace temp table moved as
select article_id from story_members where article_id not in (select article_id from fresh);

create or replace temp table old_stories as
select story_id from core.story_articles where article_id in (select article_id from moved)
union
select story_id from story_members where story_id not in (select article_id from fresh);

delete from core.story_articles where article_id in (select article_id from moved);
insert into core.story_articles by name select * from story_members;

-- A story with a new lead has a new name, so all of its members have just been given it.
create or replace temp table members as
select article_id, story_id from core.story_articles where story_id in (select story_id from old_stories)
union
select article_id, story_id from story_members where story_id in (select article_id from fresh);

delete from core.stories where story_id in (select story_id from old_stories);
insert into core.stories by name
with told as (
    select article_id, source_id, title, counted_on from fresh
    union all
    select article_id, source_id, title, counted_on
    from core.articles
    where article_id in (select article_id from members where article_id not in (select article_id from fresh))
)
select
    m.story_id,
    m.story_id as lead_article_id,
    min(a.title) filter (where m.article_id = m.story_id) as title,
    min(a.counted_on) as first_counted_on,
    max(a.counted_on) as last_counted_on,
    count(*) as article_count,
    count(distinct a.source_id) as outlet_count
from members as m
join told as a using (article_id)
group by m.story_id;
