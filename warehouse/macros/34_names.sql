-- One row per company name that is in no register and was written in a story of the last `days` days for the first time.
-- Names are compared without case and spaces.
create or replace macro trend.new_names(days := 28, as_of := null, min_stories := 1) as table
with ending as (
    select coalesce(as_of::date, trend.newest_day() + 1) as end_on
),
written as (
    select
        lower(replace(u.name, ' ', '')) as name_key,
        u.name,
        u.sentence,
        a.article_id,
        a.url,
        a.source_id,
        a.counted_on,
        s.story_id,
        e.end_on
    from core.unknown_companies as u
    join core.articles as a using (article_id)
    join core.story_articles as s using (article_id)
    join ending as e on a.counted_on < e.end_on
),
names as (
    select
        mode(name) as name,
        min(counted_on) as first_on,
        max(counted_on) as last_on,
        count(distinct story_id) as story_count,
        count(*) as article_count,
        count(distinct source_id) as outlet_count,
        arg_min(sentence, (counted_on, article_id)) as first_sentence,
        arg_min(url, (counted_on, article_id)) as first_url,
        any_value(end_on) as end_on
    from written
    group by name_key
)
select
    n.* exclude (end_on),
    coalesce(c.coverage, 0) as coverage,
    coalesce(c.is_complete, false) as is_complete
from names as n
left join trend.coverage_up_to_day() as c on c.day_on = n.first_on
where first_on >= end_on - days::integer and story_count >= min_stories;

comment on macro table trend.new_names is 'Company names outside the register that were written for the first time lately: candidates for it. days: how many days are lately, default 28; as_of: day to look back from, default the day after the newest article; min_stories: fewest stories, default 1. Columns: name (as written most often), first_on, last_on, story_count, article_count, outlet_count, first_sentence, first_url, coverage (of everything up to first_on, the share of expected source days that was covered), is_complete (all of it, and more than four weeks of it: below that the name may only be new to us). Example: from trend.new_names(days := 28) order by story_count desc';
