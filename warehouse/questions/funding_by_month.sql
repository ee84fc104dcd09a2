-- How much was raised, month by month?
-- One row per month: rounds folded from all articles. yen_raised counts rounds with an amount in yen only; without_amount and
-- in_other_currency tell how many are not in it; largest: the company of the biggest. coverage: share of expected source days.
-- param months integer = 12: so many months back from the newest article
with rounds as (
    select *, date_trunc('month', announced_on)::date as month_on
    from trend.funding_rounds(
        since_on := (date_trunc('month', trend.newest_day()) - to_months($months::integer - 1))::date
    )
)
select
    r.month_on,
    count(*) as rounds,
    sum(r.amount) filter (where r.currency = 'JPY') as yen_raised,
    median(r.amount) filter (where r.currency = 'JPY') as median_yen,
    count(*) filter (where r.amount is null) as without_amount,
    count(*) filter (where r.currency <> 'JPY') as in_other_currency,
    arg_max(r.company_name, r.amount) filter (where r.currency = 'JPY') as largest,
    coalesce(any_value(c.coverage), 0) as coverage,
    coalesce(any_value(c.is_complete), false) as is_complete
from rounds as r
left join trend.coverage(
    'month', since_on := (date_trunc('month', trend.newest_day()) - to_months($months::integer - 1))::date
) as c on c.period_on = r.month_on
group by r.month_on
order by r.month_on desc;
