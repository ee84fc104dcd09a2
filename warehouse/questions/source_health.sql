-- Which sources deliver, and what do they deliver?
-- One row per enabled source. outcome: of the last poll (ok, not-modified, or what went wrong) · items: in the feed at the last good poll ·
-- articles: in the warehouse · newest_on: day of the newest article · waiting: links still to be fetched.
with polled as (
    select
        source_id,
        arg_max(outcome, polled_at) as outcome,
        arg_max(detail, polled_at) as detail,
        max(polled_at) as polled_at,
        arg_max(item_count, polled_at) filter (where outcome = 'ok') as items
    from raw.polls
    group by source_id
),
loaded as (
    select source_id, count(*) as articles, max(counted_on) as newest_on from core.articles group by source_id
),
waiting as (
    select source_id, count(*) as waiting from raw.links where due_at is not null group by source_id
)
select
    s.source_id,
    s.name,
    p.outcome,
    p.polled_at,
    coalesce(p.items, 0) as items,
    coalesce(l.articles, 0) as articles,
    l.newest_on,
    coalesce(w.waiting, 0) as waiting,
    p.detail
from core.sources as s
left join polled as p using (source_id)
left join loaded as l using (source_id)
left join waiting as w using (source_id)
where s.is_enabled
order by s.source_id;
