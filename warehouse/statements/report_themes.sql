-- One row per theme: the week, the last four weeks and the four before.
-- Parameters: monday, sunday.
select
    m.theme_id,
    coalesce(w.story_count, 0) as story_count,
    m.recent_story_count as recent,
    m.earlier_story_count as earlier,
    m.expected_story_count as expected,
    m.momentum as score
from trend.theme_momentum(weeks := 4, as_of := $sunday::date + 1) as m
left join trend.themes('week', $monday, $sunday) as w using (theme_id)
order by score desc nulls last, recent desc, m.theme_id;
