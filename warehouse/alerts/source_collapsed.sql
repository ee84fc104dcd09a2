-- remedy: the layout of the site has changed or a wall went up: look at a page with «kawaraban extract», then mend its recipe
-- An enabled source of whose last twenty pages far fewer became articles than of the two hundred before: at most half of
-- its own normal share, and three standard deviations of a binomial count below it.
with ended as (
    select
        source_id,
        recorded_at,
        (outcome in ('loaded', 'unchanged', 'duplicate'))::integer as is_article,
        row_number() over (partition by source_id order by recorded_at desc, url) as page_no
    from ops.outcomes
    where outcome in ('loaded', 'unchanged', 'duplicate', 'not-an-article', 'unreadable', 'paywalled-stub', 'not-a-page')
),
-- While the alert is open the normal stays what it was before, or failure would become normal.
before as (
    select e.source_id, e.is_article
    from ended as e
    left join ops.alerts as a
        on a.rule = 'source_collapsed' and a.subject = e.source_id and a.ended_at is null
    where e.page_no > 20 and (a.since_at is null or e.recorded_at < a.since_at)
    qualify row_number() over (partition by e.source_id order by e.page_no) <= 200
),
normal as (
    select source_id, (sum(is_article) + 1) / (count(*) + 2) as share
    from before
    group by source_id
    having count(*) >= 20
),
recent as (
    select
        source_id,
        count(*) as page_count,
        avg(is_article) as share,
        min(recorded_at) filter (where is_article = 0) as since_at
    from ended
    where page_no <= 20
    group by source_id
    having count(*) = 20
)
select
    r.source_id as subject,
    r.since_at,
    'extraction of source ' || r.source_id || ' collapsed: ' || round(100 * r.share)::integer || ' % of its last '
    || r.page_count || ' pages became articles, ' || round(100 * n.share)::integer || ' % is normal' as detail
from recent as r
join normal as n using (source_id)
join core.sources as s using (source_id)
where s.is_enabled
    and r.share <= 0.5 * n.share
    and (n.share - r.share) / sqrt(n.share * (1 - n.share) / r.page_count) >= 3;
