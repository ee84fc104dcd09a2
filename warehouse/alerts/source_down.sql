-- remedy: read the reason with «kawaraban sources check»; where the server refuses for good, «kawaraban sources disable»
-- An enabled source of which a feed failed in its last three polls or more: one failure is weather.
with good as (
    select feed_url, max(polled_at) as good_at
    from raw.polls
    where outcome in ('ok', 'not-modified')
    group by feed_url
),
failing as (
    select
        p.source_id,
        p.feed_url,
        min(p.polled_at) as since_at,
        arg_max(p.outcome, p.polled_at) as outcome,
        arg_max(p.detail, p.polled_at) as reason
    from raw.polls as p
    left join good as g using (feed_url)
    where p.outcome not in ('ok', 'not-modified') and (g.good_at is null or p.polled_at > g.good_at)
    group by p.source_id, p.feed_url
    having count(*) >= 3
)
select
    f.source_id as subject,
    min(f.since_at) as since_at,
    'source ' || f.source_id || ' does not deliver: ' || arg_min(f.outcome, f.since_at)
    || coalesce(', ' || arg_min(f.reason, f.since_at), '') || ' (' || arg_min(f.feed_url, f.since_at) || ')' as detail
from failing as f
join core.sources as s using (source_id)
where s.is_enabled
group by f.source_id;
