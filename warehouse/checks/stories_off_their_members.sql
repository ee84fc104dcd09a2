-- severity: hard
-- meaning: a story's counts, days or lead disagree with its members, or one of the two is missing
-- remedy: a load left something behind: fold the articles again («kawaraban reprocess»)
with members as (
    select
        m.story_id,
        count(*) as article_count,
        count(distinct a.source_id) as outlet_count,
        min(a.counted_on) as first_counted_on,
        max(a.counted_on) as last_counted_on,
        count(*) filter (where m.role = 'lead') as lead_count,
        count(*) filter (where m.article_id = m.story_id and m.role = 'lead') as own_lead_count
    from core.story_articles as m
    join core.articles as a using (article_id)
    group by m.story_id
)
select
    story_id,
    s.article_count as stored_articles,
    m.article_count as member_articles,
    s.outlet_count as stored_outlets,
    m.outlet_count as member_outlets,
    m.lead_count
from core.stories as s
full join members as m using (story_id)
where s.story_id is null
    or m.story_id is null
    or s.article_count <> m.article_count
    or s.outlet_count <> m.outlet_count
    or s.first_counted_on <> m.first_counted_on
    or s.last_counted_on <> m.last_counted_on
    or m.lead_count <> 1
    or m.own_lead_count <> 1
    or s.lead_article_id <> s.story_id;
