-- remedy: look at its site: it may have moved its feed or closed; where it only publishes less now, set max_silence_days
-- An enabled source that answers, but whose newest item is older than it ever leaves: max_silence_days where it is set,
-- else three times the longest gap among its last thirty items, three days at least. The age is counted to the newest item
-- of any source, so that a holiday on which everybody rests raises nothing.
with polled as (
    -- An answer that nothing changed tells no times; a date in the future is no news of today.
    select source_id, max(least(newest_at, polled_at)) filter (where newest_at is not null) as newest_at
    from raw.polls
    group by source_id
    -- A source that does not answer is not quiet: it is we who are deaf.
    having arg_max(outcome, polled_at) in ('ok', 'not-modified')
),
newest as (
    select max(least(newest_at, polled_at)) as newest_at from raw.polls where newest_at is not null
),
items as (
    select
        source_id,
        published_at,
        row_number() over (partition by source_id order by published_at desc) as item_no,
        published_at - lag(published_at) over (partition by source_id order by published_at) as gap
    from raw.links
    where published_at is not null
),
usual as (
    select source_id, max(gap) as longest_gap
    from items
    where item_no <= 30
    group by source_id
    having count(*) >= 6
)
select
    p.source_id as subject,
    p.newest_at as since_at,
    'source ' || p.source_id || ' went quiet: nothing new since ' || strftime(p.newest_at, '%Y-%m-%d %H:%M')
    || ', for longer than it ever left between two items' as detail
from polled as p
join core.sources as s using (source_id)
left join usual as u using (source_id)
cross join newest as n
where s.is_enabled
    and n.newest_at - p.newest_at
    > coalesce(to_days(s.max_silence_days), greatest(3 * u.longest_gap, interval 3 days));
