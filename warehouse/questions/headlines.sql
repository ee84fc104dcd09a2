-- What are the newest headlines about a company or on a theme?
-- One row per story, newest first, with its lead. Give a company, a theme, both, or neither.
-- param company text = null: id of a company that the story is about
-- param theme text = null: id of a theme of the story
-- param days integer = 28: so many days back from the newest article
with recent as materialized (
    select a.article_id, m.story_id
    from core.articles as a
    join core.story_articles as m using (article_id)
    where a.counted_on > trend.newest_day() - $days::integer and a.counted_on <= trend.newest_day()
),
chosen as (
    select distinct r.story_id
    from recent as r
    where ($company is null or r.article_id in (
            select article_id from core.article_companies where company_id = $company and is_salient
        ))
        and ($theme is null or r.article_id in (select article_id from core.article_themes where theme_id = $theme))
)
select
    s.first_counted_on as first_on,
    s.title,
    s.outlet_count as outlets,
    s.article_count as articles,
    a.source_id as lead,
    s.story_id,
    a.url
from chosen as c
join core.stories as s using (story_id)
join core.articles as a on a.article_id = s.lead_article_id
order by first_on desc, outlets desc, s.story_id
limit 50;
