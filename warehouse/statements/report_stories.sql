-- One row per story that began in the week, most widely told first, then those about Japanese start-ups, with the beginning of its lead.
-- Parameters: monday, sunday, top.
with biggest as materialized (
    select s.*, coalesce(c.startup_count, 0) as startup_count
    from core.stories as s
    left join (
        select a.story_id, count(distinct a.company_id) as startup_count
        from trend.company_articles as a
        join core.companies as k using (company_id)
        where a.is_salient and k.kind = 'startup' and k.country = 'JP' and a.counted_on >= $monday
        group by a.story_id
    ) as c using (story_id)
    where s.first_counted_on between $monday and $sunday
    order by s.outlet_count desc, s.article_count desc, startup_count desc, s.first_counted_on desc, s.story_id
    limit $top
)
select
    b.story_id,
    b.first_counted_on as first_on,
    b.title,
    a.url,
    a.lang,
    coalesce(s.name, a.source_id) as source_name,
    b.outlet_count,
    b.article_count,
    left(a.body, 400) as opening
from biggest as b
join core.articles as a on a.article_id = b.lead_article_id
left join core.sources as s on s.source_id = a.source_id
order by b.outlet_count desc, b.article_count desc, b.startup_count desc, b.first_counted_on desc, b.story_id;
