-- One row per source with days of the week that no good poll reaches: what it wrote then is not known. An enabled source of which nothing
-- is expected yet (never polled, or only after the week) misses the whole week.
-- Parameters: monday, sunday.
select
    s.source_id,
    s.name,
    s.homepage,
    coalesce(list(d.day_on order by d.day_on) filter (where not d.is_covered), []) as days,
    count(d.day_on) = 0 as is_unwatched
from core.sources as s
left join trend.source_days as d on d.source_id = s.source_id and d.day_on between $monday and $sunday
where s.is_enabled
group by s.source_id, s.name, s.homepage
having count(d.day_on) < 7 or count(*) filter (where not d.is_covered) > 0
order by count(d.day_on) = 0, len(days) desc, s.name;
