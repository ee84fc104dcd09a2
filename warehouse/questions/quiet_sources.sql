-- Which sources went quiet?
-- One row per enabled source that brings less than it did: articles of the last weeks against the weeks before.
-- covered: days of the last weeks that its polls reach; where that is 0 it is not the source that is quiet but we who are deaf.
-- newest_on: day of its newest article; silent_days: from then to the newest article of any source.
-- param weeks integer = 4: length of each of the two periods in whole weeks
with counts as (
    select
        a.source_id,
        count(*) filter (where a.counted_on >= p.recent_from_on) as recent,
        count(*) filter (where a.counted_on < p.recent_from_on) as earlier
    from core.articles as a
    join trend.two_periods(weeks := $weeks) as p on a.counted_on between p.earlier_from_on and p.recent_to_on
    group by a.source_id
),
covered as (
    select
        d.source_id,
        count(*) filter (where d.is_covered and d.day_on >= p.recent_from_on) as recent_days,
        count(*) filter (where d.is_covered and d.day_on < p.recent_from_on) as earlier_days
    from trend.source_days_since((select earlier_from_on from trend.two_periods(weeks := $weeks))) as d
    join trend.two_periods(weeks := $weeks) as p on d.day_on between p.earlier_from_on and p.recent_to_on
    group by d.source_id
),
newest as (
    select source_id, max(counted_on) as newest_on from core.articles group by source_id
)
select
    s.source_id,
    s.name,
    coalesce(n.recent, 0) as articles,
    coalesce(n.earlier, 0) as articles_before,
    coalesce(c.recent_days, 0) as covered,
    coalesce(c.earlier_days, 0) as covered_before,
    w.newest_on,
    trend.newest_day() - w.newest_on as silent_days,
    s.max_silence_days
from core.sources as s
left join counts as n using (source_id)
left join covered as c using (source_id)
left join newest as w using (source_id)
where s.is_enabled
    and (coalesce(n.recent, 0) < coalesce(n.earlier, 0) or w.newest_on is null or coalesce(c.recent_days, 0) = 0)
order by articles - articles_before, s.source_id;
