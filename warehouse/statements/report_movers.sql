-- One row per Japanese start-up: the week against the eight weeks before it, in standard errors. story_count: all stories known that name
-- it; expected and score: of what was covered, so a gap is no fall; null where the weeks before are not known.
-- Parameters: monday, sunday.
with burst as (
    select company_id, expected_story_count, peak_score
    from trend.company_bursts(weeks := 1, baseline_weeks := 8, threshold := -1000.0, as_of := $sunday::date + 1)
),
told as (
    select company_id, story_count, article_count, outlet_count
    from trend.companies('week', $monday, $sunday)
)
select
    k.company_id,
    coalesce(t.story_count, 0) as story_count,
    coalesce(t.article_count, 0) as article_count,
    coalesce(t.outlet_count, 0) as outlet_count,
    b.expected_story_count as expected,
    b.peak_score as score
from core.companies as k
left join burst as b using (company_id)
left join told as t using (company_id)
where k.kind = 'startup' and k.country = 'JP' and (t.company_id is not null or b.company_id is not null)
order by score desc nulls last, story_count desc, k.company_id;
