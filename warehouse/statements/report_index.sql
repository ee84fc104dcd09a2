-- One row per article of the nine weeks that the report counts, of every story that names one of the companies or themes it shows:
-- what each figure can be walked back to. names, about: of the article; a story names what any article of it names.
-- Parameters: first, sunday, companies, themes (the ids that the report shows), stories (that it shows by themselves).
with named as materialized (
    select c.story_id, c.article_id, c.company_id, c.is_salient
    from trend.company_articles as c
    where c.counted_on between $first and $sunday and list_contains($companies, c.company_id)
),
themed as materialized (
    select t.story_id, t.article_id, t.theme_id
    from trend.theme_articles as t
    where t.counted_on between $first and $sunday
        and (list_contains($themes, t.theme_id) or t.story_id in (select story_id from named))
),
wanted as materialized (
    select story_id from named
    union
    select story_id from themed where list_contains($themes, theme_id)
    union
    select unnest($stories::varchar[])
),
names as (
    select article_id, list(company_id order by company_id) as companies,
        list(company_id order by company_id) filter (where is_salient) as about
    from named
    group by article_id
),
topics as (
    select article_id, list(theme_id order by theme_id) as themes from themed group by article_id
)
select
    m.story_id,
    a.article_id,
    a.counted_on,
    a.title,
    a.url,
    a.lang,
    coalesce(s.name, a.source_id) as source_name,
    coalesce(n.companies, []) as companies,
    coalesce(n.about, []) as about,
    coalesce(t.themes, []) as themes
from core.story_articles as m
join core.articles as a using (article_id)
left join core.sources as s on s.source_id = a.source_id
left join names as n on n.article_id = a.article_id
left join topics as t on t.article_id = a.article_id
where a.counted_on between $first and $sunday
    and m.story_id in (select story_id from wanted)
order by a.counted_on desc, m.story_id, m.role <> 'lead', a.article_id;
