-- Which stories did most outlets tell?
-- One row per story that began lately. lead: the press release, or who told it first; companies: whom it is about.
-- param days integer = 28: so many days back from the newest article
-- param top integer = 20: so many stories
with biggest as materialized (
    select *
    from core.stories
    where first_counted_on > trend.newest_day() - $days::integer and first_counted_on <= trend.newest_day()
    order by outlet_count desc, article_count desc, first_counted_on desc, story_id
    limit $top
),
about as (
    select b.story_id, list(distinct c.company_id order by c.company_id) as companies
    from biggest as b
    join core.story_articles as m using (story_id)
    join core.article_companies as c using (article_id)
    where c.is_salient
    group by b.story_id
)
select
    b.first_counted_on as first_on,
    b.title,
    b.outlet_count as outlets,
    b.article_count as articles,
    coalesce(c.companies, []) as companies,
    a.source_id as lead,
    b.story_id,
    a.url
from biggest as b
join core.articles as a on a.article_id = b.lead_article_id
left join about as c using (story_id)
order by outlets desc, articles desc, first_on desc, b.story_id;
