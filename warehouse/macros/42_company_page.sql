-- One row per period, without holes, from the first period that names the company to the newest that was watched.
-- A period without stories is 0 where every source was covered, and null where that is not known.
create or replace macro trend.company_timeline(company, period := 'week') as table
with named as materialized (
    select
        date_trunc(period, counted_on)::date as period_on,
        count(*) as article_count,
        count(distinct story_id) as story_count,
        count(distinct story_id) filter (where is_salient) as salient_story_count,
        count(distinct source_id) as outlet_count
    from trend.company_articles
    where company_id = company
    group by all
),
watched as materialized (
    select *
    from trend.coverage(period)
    where period_on >= (select min(period_on) from named)
)
select
    coalesce(n.period_on, c.period_on) as period_on,
    coalesce(n.article_count, case when c.is_complete then 0 end) as article_count,
    coalesce(n.story_count, case when c.is_complete then 0 end) as story_count,
    coalesce(n.salient_story_count, case when c.is_complete then 0 end) as salient_story_count,
    coalesce(n.outlet_count, case when c.is_complete then 0 end) as outlet_count,
    coalesce(c.coverage, 0) as coverage,
    coalesce(c.is_complete, false) as is_complete
from named as n
full join watched as c on c.period_on = n.period_on;

comment on macro table trend.company_timeline is 'The stories of one company period by period, without holes. company: core.companies.company_id, no default; period: day, week or month, default week. Columns: period_on, article_count, story_count, salient_story_count, outlet_count (0: nothing was written; null: not known, because a source was not covered), coverage, is_complete. Example: from trend.company_timeline(''sakana-ai'') order by period_on';

-- One row per story about the company: the sentence of its lead, or else of its first article, that names it first.
create or replace macro trend.key_sentences(company, since_on := null, until_on := null, max_rows := 20) as table
with told as materialized (
    select
        c.story_id,
        c.article_id,
        c.counted_on,
        c.source_id,
        c.salience
    from trend.company_articles as c
    where c.company_id = company
        and c.is_salient
        and c.counted_on >= coalesce(since_on::date, date '0001-01-01')
        and c.counted_on <= coalesce(until_on::date, date '9999-12-30')
),
chosen as materialized (
    select
        story_id,
        arg_min(article_id, (article_id <> story_id, counted_on, article_id)) as article_id,
        count(*) as article_count,
        count(distinct source_id) as outlet_count,
        min(counted_on) as first_on
    from told
    group by story_id
    order by first_on desc, story_id
    limit max_rows
),
places as materialized (
    select m.article_id, min(m.start_at) as start_at
    from core.company_mentions as m
    join chosen as c using (article_id)
    where m.company_id = company and m.field = 'body'
    group by m.article_id
),
wanted as materialized (
    select rowid as row_id from core.articles where article_id in (select article_id from chosen)
)
select
    c.first_on,
    c.story_id,
    a.title,
    coalesce(core.sentence_at(a.body, p.start_at), a.title) as sentence,
    p.start_at,
    a.source_id,
    a.url,
    c.article_count,
    c.outlet_count,
    coalesce(w.coverage, 0) as coverage,
    coalesce(w.is_complete, false) as is_complete
from chosen as c
join (select * from core.articles where rowid in (select row_id from wanted)) as a using (article_id)
left join places as p using (article_id)
left join trend.coverage(
    'week', since_on := date_trunc('week', since_on::date), until_on := date_trunc('week', until_on::date) + interval 6 days
) as w on w.period_on = date_trunc('week', c.first_on);

comment on macro table trend.key_sentences is 'What the stories about a company say of it: one sentence each, with its link. company: core.companies.company_id, no default; since_on, until_on: first and last day, default all; max_rows: newest so many stories, default 20. Columns: first_on (day of the story), story_id, title, sentence (that names the company first; the headline where only that does), start_at (character of the name in the body, counted from 0), source_id, url, article_count, outlet_count (of the story, where it is about the company), coverage and is_complete (of the ISO week of first_on: below that more may have been told). Example: from trend.key_sentences(''sakana-ai'') order by first_on desc';
