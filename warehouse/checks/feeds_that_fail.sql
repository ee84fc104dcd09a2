-- severity: soft
-- meaning: no poll of a feed came to anything since a day or more, while it was asked: the days since are unknown
-- remedy: read detail; where robots.txt or the server refuses for good, switch the source off
with last_polls as (
    select
        source_id,
        feed_url,
        max(polled_at) filter (where outcome in ('ok', 'not-modified')) as good_at,
        min(polled_at) as first_at,
        max(polled_at) as polled_at,
        arg_max(outcome, polled_at) as outcome,
        arg_max(detail, polled_at) as detail
    from raw.polls
    group by all
)
select p.source_id, p.feed_url, p.outcome, p.detail, p.good_at, p.polled_at
from last_polls as p
join core.sources as s using (source_id)
where s.is_enabled
    and p.outcome not in ('ok', 'not-modified')
    and p.polled_at - coalesce(p.good_at, p.first_at) >= interval 24 hours;
