-- Whom do English outlets care about more than Japanese ones?
-- One row per company over the days asked for. en_share: of its stories; lean: in standard errors, above 2 the English outlets care clearly
-- more, given how many stories they have; null where one of the two languages has none.
-- param months integer = 3: so many months back from the newest article
-- param kind text = startup: startup, enterprise, global, public; null for all
with months as (
    select *
    from trend.languages(
        since_on := (date_trunc('month', trend.newest_day()) - to_months($months::integer - 1))::date
    )
),
totals as (
    select sum(ja_story_count) as ja, sum(en_story_count) as en from months
),
companies as (
    select
        company_id,
        any_value(company_name) as company_name,
        any_value(kind) as kind,
        sum(ja_story_count)::bigint as ja_stories,
        sum(en_story_count)::bigint as en_stories,
        min(ja_first_on) as ja_first_on,
        min(en_first_on) as en_first_on,
        bool_and(is_complete) as is_complete
    from months
    group by company_id
)
select
    c.company_id,
    c.company_name,
    c.ja_stories,
    c.en_stories,
    round(c.en_stories / nullif(c.ja_stories + c.en_stories, 0), 4) as en_share,
    round(trend.rate_change(c.en_stories, c.ja_stories, nullif(t.en, 0) / nullif(t.ja, 0)), 2) as lean,
    c.ja_first_on,
    c.en_first_on,
    c.is_complete
from companies as c
cross join totals as t
where $kind is null or c.kind = $kind
order by lean desc nulls last, c.en_stories desc, c.company_id
limit 50;
