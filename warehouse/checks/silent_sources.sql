-- severity: soft
-- meaning: the newest item of a source is older, at its last good poll, than the source ever leaves between two
-- remedy: look at its site: it may have moved its feed or closed; else raise max_silence_days in the sources
with newest as (
    select
        source_id,
        max(newest_at) as newest_at,
        max(polled_at) as polled_at
    from raw.polls
    where outcome in ('ok', 'not-modified')
    group by source_id
)
select n.source_id, n.newest_at, date_diff('day', n.newest_at, n.polled_at) as silent_days, s.max_silence_days
from newest as n
join core.sources as s using (source_id)
where s.is_enabled and date_diff('day', n.newest_at, n.polled_at) > s.max_silence_days;
