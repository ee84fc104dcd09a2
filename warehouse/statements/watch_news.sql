-- What a watch list asks for among the articles that no digest has looked at: one row for each story and subject, and
-- one for each new name. Reprints are not news, nor is a story of which any article was told.
-- Parameters: collected_at (null: look at all), since_at (earliest publication), late_days (null: however late it was
-- found), companies, themes (a group stands for its themes), only_salient, over_jpy (null: no funding), currencies and
-- yen (yen for one of each currency, in the same order), new_names, forget (as if nothing had been told).
with dated as (
    select
        article_id,
        source_id,
        first_seen_at,
        coalesce(published_at, core.tokyo_midnight(counted_on + 1)) as published_at,
        counted_on
    from core.articles
),
seen as materialized (
    select *
    from dated
    where ($collected_at::timestamptz is null or first_seen_at > $collected_at::timestamptz)
        and published_at >= $since_at::timestamptz
        and ($late_days::integer is null or first_seen_at - published_at <= to_days($late_days::integer))
),
told as (
    select story_id
    from core.story_articles
    where not $forget::boolean and article_id in (select key from ops.told_news where kind = 'article')
),
fresh as materialized (
    select n.*, s.story_id, s.role
    from seen as n
    join core.story_articles as s using (article_id)
    where s.role <> 'reprint'
),
companies as (
    select
        'company' as kind,
        c.company_id as subject_id,
        k.name_ja as subject_name,
        f.*,
        null::double as amount,
        null::varchar as currency,
        (
            select min(m.start_at)
            from core.company_mentions as m
            where m.article_id = f.article_id and m.company_id = c.company_id and m.field = 'body'
        ) as start_at,
        null::varchar as words
    from fresh as f
    join core.article_companies as c using (article_id)
    join core.companies as k using (company_id)
    where list_contains($companies::varchar[], c.company_id) and (c.is_salient or not $only_salient::boolean)
),
themes as (
    select
        'theme' as kind,
        t.theme_id as subject_id,
        k.name_ja as subject_name,
        f.*,
        null::double as amount,
        null::varchar as currency,
        list_min([e."start" for e in t.evidence if e.field = 'body']) as start_at,
        null::varchar as words
    from fresh as f
    join core.article_themes as t using (article_id)
    join core.themes as k using (theme_id)
    where list_contains($themes::varchar[], t.theme_id) or list_contains($themes::varchar[], k.parent_id)
),
-- An old round that an article recalls is no news.
funding as (
    select
        'funding' as kind,
        c.company as subject_id,
        coalesce(k.name_ja, c.company) as subject_name,
        f.*,
        c.amount,
        c.currency,
        null::integer as start_at,
        c.evidence as words
    from fresh as f
    join core.funding_claims as c using (article_id)
    left join core.companies as k on k.company_id = c.company
    where coalesce(c.amount_jpy, c.amount * ($yen::double[])[list_position($currencies::varchar[], c.currency)])
        >= $over_jpy::double
        and (c.announced_on is null or f.counted_on - c.announced_on <= 60)
),
names as (
    select
        'name' as kind,
        lower(replace(u.name, ' ', '')) as subject_id,
        u.name as subject_name,
        f.*,
        null::double as amount,
        null::varchar as currency,
        null::integer as start_at,
        u.sentence as words
    from fresh as f
    join core.unknown_companies as u using (article_id)
    where $new_names::boolean
),
known_names as (
    select lower(replace(name, ' ', '')) as subject_id
    from core.unknown_companies
    where $new_names::boolean and article_id not in (select article_id from seen)
    union all
    select key from ops.told_news where kind = 'name' and not $forget::boolean
),
matches as (
    select *
    from (
        select * from companies
        union all
        select * from themes
        union all
        select * from funding
    )
    where story_id not in (select story_id from told)
    union all
    select * from names where subject_id not in (select subject_id from known_names)
),
firsts as (
    select *
    from matches
    qualify row_number() over (
        partition by kind, subject_id, case when kind <> 'name' then story_id end
        order by role <> 'lead', amount desc nulls last, published_at, article_id
    ) = 1
)
select
    m.kind,
    m.subject_id,
    m.subject_name,
    m.story_id,
    m.article_id,
    a.title,
    a.url,
    coalesce(o.name, m.source_id) as outlet,
    a.counted_on,
    coalesce(m.words, core.sentence_at(a.body, m.start_at)) as sentence,
    m.amount,
    m.currency,
    t.outlet_count
from firsts as m
join core.articles as a using (article_id)
join core.stories as t on t.story_id = m.story_id
left join core.sources as o on o.source_id = m.source_id
order by m.published_at, m.story_id, m.kind, m.subject_id;
