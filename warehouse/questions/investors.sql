-- Who invests in Japanese AI companies most often?
-- One row per investor: rounds that any article names it in. companies: in whom. led: rounds in which it is called the lead.
-- is_complete: every source covered the weeks of these rounds.
-- param days integer = 365: so many days back from the newest article
with parts as (
    select unnest(investors) as investor, company_name, lead, announced_on, is_complete
    from trend.funding_rounds(since_on := trend.newest_day() - $days::integer + 1)
)
select
    p.investor,
    coalesce(any_value(k.name_ja), p.investor) as investor_name,
    count(*) as rounds,
    count(*) filter (where p.lead = p.investor) as led,
    list_sort(list(distinct p.company_name)) as companies,
    max(p.announced_on) as last_on,
    bool_and(p.is_complete) as is_complete
from parts as p
left join core.companies as k on k.company_id = p.investor
group by p.investor
order by rounds desc, last_on desc, p.investor
limit 50;
