-- How each enabled source stands: one row per source.
-- last_success_at: newest good poll · failures: runs in a row since in which none of its feeds answered · last_outcome, last_detail: of the
-- newest poll · articles of links_ended: of its links so far · yield: share of the fetched pages that were articles ·
-- errors: links that could not be fetched · newest_on: day of the newest article.
with polled as (
    select
        source_id,
        max(polled_at) filter (where outcome in ('ok', 'not-modified')) as last_success_at,
        arg_max(outcome, polled_at) as last_outcome,
        arg_max(detail, polled_at) as last_detail
    from raw.polls
    group by source_id
),
failed as (
    select p.source_id, count(distinct p.run_id) as failures
    from raw.polls as p
    left join polled as s using (source_id)
    where p.outcome not in ('ok', 'not-modified')
        and (s.last_success_at is null or p.polled_at > s.last_success_at)
    group by p.source_id
),
ended as (
    select
        source_id,
        count(*) filter (where outcome is not null) as links_ended,
        count(*) filter (where outcome in ('loaded', 'unchanged')) as articles,
        count(*) filter (where outcome in ('loaded', 'unchanged', 'duplicate')) as good_pages,
        count(*) filter (where outcome in ('not-an-article', 'unreadable', 'paywalled-stub', 'not-a-page')) as bad_pages,
        count(*) filter (where outcome in ('try-later', 'gone', 'too-big', 'failed')) as errors
    from raw.links
    group by source_id
),
newest as (
    select source_id, max(counted_on) as newest_on from core.articles group by source_id
)
select
    s.source_id,
    s.name,
    p.last_success_at,
    coalesce(f.failures, 0) as failures,
    p.last_outcome,
    p.last_detail,
    coalesce(e.articles, 0) as articles,
    coalesce(e.links_ended, 0) as links_ended,
    round(e.good_pages / nullif(e.good_pages + e.bad_pages, 0), 3) as yield,
    coalesce(e.errors, 0) as errors,
    n.newest_on
from core.sources as s
left join polled as p using (source_id)
left join failed as f using (source_id)
left join ended as e using (source_id)
left join newest as n using (source_id)
where s.is_enabled
order by coalesce(f.failures, 0) desc, s.source_id;
