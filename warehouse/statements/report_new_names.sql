-- One row per company name in no register that was written for the first time in the week, and its articles of the week.
-- Parameters: monday, sunday.
with fresh as materialized (
    select * from trend.new_names(days := 7, as_of := $sunday::date + 1)
),
written as (
    select
        lower(replace(u.name, ' ', '')) as name_key,
        list(distinct {
            'url': a.url, 'title': a.title, 'lang': a.lang, 'source': coalesce(s.name, a.source_id), 'on': a.counted_on
        }) as articles
    from core.unknown_companies as u
    join core.articles as a using (article_id)
    left join core.sources as s on s.source_id = a.source_id
    where a.counted_on between $monday and $sunday
    group by name_key
)
select
    f.name,
    f.first_on,
    f.first_sentence,
    f.first_url,
    a.lang,
    coalesce(s.name, a.source_id) as first_source,
    list_sort(w.articles) as articles
from fresh as f
join written as w on w.name_key = lower(replace(f.name, ' ', ''))
left join core.articles as a on a.url = f.first_url
left join core.sources as s on s.source_id = a.source_id
order by f.story_count desc, f.article_count desc, f.name;
