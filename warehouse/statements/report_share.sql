-- One row per Japanese start-up named in the week: its share of all their stories, and its share over the four weeks before together.
-- Parameters: monday, sunday.
with weekly as (
    select period_on, company_id, story_count, story_share
    from trend.share_of_voice('week', $monday::date - 28, $sunday)
),
before as (
    select company_id, sum(story_count) as story_count
    from weekly
    where period_on < $monday
    group by company_id
)
select
    w.company_id,
    w.story_count,
    w.story_share,
    coalesce(b.story_count, 0)::bigint as earlier_count,
    round(coalesce(b.story_count, 0) / (select nullif(sum(story_count), 0) from before), 4) as earlier_share
from weekly as w
left join before as b using (company_id)
where w.period_on = $monday
order by w.story_count desc, w.company_id;
