-- One row per company named in either period: stories of the last `weeks` whole ISO weeks against the `weeks` before.
-- The last week is the newest one that had ended on `as_of` (default: the day after the newest article).
-- momentum = (recent - earlier) / sqrt(recent + earlier + 1): the difference of two Poisson counts over its
-- standard error, with one story added so that a rise from 0 to 1 stays below a rise from 5 to 10.
create or replace macro trend.company_momentum(weeks := 4, as_of := null) as table
with period as (
    select date_trunc('week', coalesce(as_of::date, (select max(counted_on) + 1 from core.articles)))::date as end_on
),
counted as (
    select
        c.company_id,
        s.story_id,
        a.counted_on >= p.end_on - (7 * weeks)::integer as is_recent
    from core.article_companies as c
    join core.articles as a using (article_id)
    join core.story_articles as s using (article_id)
    cross join period as p
    where a.counted_on < p.end_on
        and a.counted_on >= p.end_on - (14 * weeks)::integer
),
counts as (
    select
        company_id,
        count(distinct story_id) filter (where is_recent) as recent_story_count,
        count(distinct story_id) filter (where not is_recent) as earlier_story_count
    from counted
    group by company_id
)
select
    k.company_id,
    k.name_ja as company_name,
    k.kind,
    k.country,
    n.recent_story_count,
    n.earlier_story_count,
    round(
        (n.recent_story_count - n.earlier_story_count) / sqrt(n.recent_story_count + n.earlier_story_count + 1), 2
    ) as momentum,
    p.end_on - (7 * weeks)::integer as recent_from_on,
    p.end_on - 1 as recent_to_on
from counts as n
join core.companies as k using (company_id)
cross join period as p;

comment on macro table trend.company_momentum is 'Stories of the last weeks against the weeks before. weeks: length of each period (default 4); as_of: day to look back from (default: after the newest article). Example: from trend.company_momentum(weeks := 4) where kind = ''startup'' order by momentum desc';
