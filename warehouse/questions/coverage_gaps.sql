-- Which sources were missed, and when?
-- One row per source and stretch of days that no good poll reaches, longest first. What a source wrote then is not known.
-- param days integer = 180: so many days back from the newest article
with missed as (
    select
        source_id,
        day_on,
        day_on - row_number() over (partition by source_id order by day_on)::integer as run_on
    from trend.source_days_since(trend.newest_day() - $days::integer + 1)
    where not is_covered and day_on <= trend.newest_day()
)
select
    source_id,
    min(day_on) as from_on,
    max(day_on) as to_on,
    count(*) as days
from missed
group by source_id, run_on
order by days desc, from_on desc, source_id;
