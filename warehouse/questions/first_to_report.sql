-- Which outlets report first?
-- One row per outlet: shared: stories that another outlet tells too; first: told by it before all others; first_share: of the shared;
-- lead_hours: median time until the second. own: stories that nobody else tells. Where only the day is known it counts as its end.
-- coverage: share of the days on which the outlet was read; is_complete: all outlets were on all days, so that «first» is certain.
-- param days integer = 90: so many days back from the newest article
with leads as (
    select first_source_id as source_id, median(lead_hours) as lead_hours
    from trend.first_reports(since_on := trend.newest_day() - $days::integer + 1)
    group by all
)
select
    o.source_id,
    o.source_name,
    o.article_count as articles,
    o.own_story_count as own,
    o.shared_story_count as shared,
    o.first_count as first,
    round(o.first_count / nullif(o.shared_story_count, 0), 4) as first_share,
    round(l.lead_hours, 1) as lead_hours,
    o.reprint_share,
    o.startup_share,
    o.median_body_chars as body_chars,
    o.coverage,
    o.is_complete
from trend.outlets(since_on := trend.newest_day() - $days::integer + 1) as o
left join leads as l using (source_id)
order by first desc, shared desc, o.source_id;
