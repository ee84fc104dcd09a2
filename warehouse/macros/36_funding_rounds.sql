-- One row per round: the claims of all articles that speak of the same one.
-- Claims of a company belong to one stretch of time while no two neighbours are more than window_days apart. Within a
-- stretch those are one round whose amounts differ by 1 % at most; a claim without an amount joins the nearest round of
-- the stretch whose name for the round it does not contradict. An amount in another currency joins the yen round to which it comes
-- at a rate seen since 2010 (yen for one USD 75 to 200, EUR 90 to 230, GBP 110 to 270, CNY 11 to 30).
create or replace macro trend.funding_rounds(since_on := null, until_on := null, window_days := 30) as table
with claims as materialized (
    select
        lower(replace(f.company, ' ', '')) as company_key,
        f.*,
        coalesce(f.announced_on, a.counted_on) as claimed_on,
        coalesce(a.published_at, core.tokyo_midnight(a.counted_on + 1)) as told_at,
        a.source_id,
        a.url,
        s.story_id
    from core.funding_claims as f
    join core.articles as a using (article_id)
    join core.story_articles as s using (article_id)
),
gaps as (
    select
        *,
        claimed_on - lag(claimed_on) over (partition by company_key order by claimed_on) as days_since
    from claims
),
stretches as materialized (
    select
        * exclude (days_since),
        count(*) filter (where days_since > window_days) over (
            partition by company_key order by claimed_on range between unbounded preceding and current row
        ) as stretch_no
    from gaps
),
steps as (
    select
        article_id,
        claim_no,
        company_key,
        stretch_no,
        currency,
        claimed_on,
        round,
        amount,
        lag(amount) over (partition by company_key, stretch_no, currency order by amount) as amount_before
    from stretches
    where amount is not null
),
sized as (
    select
        *,
        count(*) filter (where amount > amount_before * 1.01) over (
            partition by company_key, stretch_no, currency order by amount range between unbounded preceding and current row
        ) as amount_no
    from steps
),
groups as materialized (
    select
        company_key,
        stretch_no,
        currency,
        amount_no,
        coalesce(currency, '?') || amount_no as group_key,
        mode(amount) as amount,
        min(claimed_on) as from_on,
        max(claimed_on) as to_on,
        list(distinct round) filter (where round is not null) as rounds
    from sized
    group by all
),
-- The yen round that a group in another currency is.
in_yen as (
    select
        f.company_key,
        f.stretch_no,
        f.group_key,
        arg_min(y.group_key, abs(y.from_on - f.from_on)) as yen_key
    from groups as f
    join groups as y using (company_key, stretch_no)
    join (
        values ('USD', 75, 200), ('EUR', 90, 230), ('GBP', 110, 270), ('CNY', 11, 30)
    ) as rates (currency, low, high) on rates.currency = f.currency
    where y.currency = 'JPY' and y.amount between f.amount * rates.low and f.amount * rates.high
    group by all
),
with_amount as (
    select
        s.article_id,
        s.claim_no,
        coalesce(y.yen_key, g.group_key) as group_key
    from sized as s
    join groups as g
        on g.company_key = s.company_key and g.stretch_no = s.stretch_no
        and g.currency is not distinct from s.currency and g.amount_no = s.amount_no
    left join in_yen as y
        on y.company_key = g.company_key and y.stretch_no = g.stretch_no and y.group_key = g.group_key
),
without_amount as (
    select
        c.article_id,
        c.claim_no,
        coalesce(
            arg_min(
                coalesce(y.yen_key, g.group_key),
                (greatest(g.from_on - c.claimed_on, c.claimed_on - g.to_on, 0), g.group_key)
            ),
            '-' || coalesce(c.round, '')
        ) as group_key
    from stretches as c
    left join groups as g
        on g.company_key = c.company_key and g.stretch_no = c.stretch_no
        and (c.round is null or g.rounds is null or list_contains(g.rounds, c.round))
    left join in_yen as y
        on y.company_key = g.company_key and y.stretch_no = g.stretch_no and y.group_key = g.group_key
    where c.amount is null
    group by c.article_id, c.claim_no, c.round
),
folded as (
    select c.*, m.group_key
    from stretches as c
    join (select * from with_amount union all select * from without_amount) as m using (article_id, claim_no)
),
rounds as (
    select
        arg_min(article_id || '-' || claim_no, (told_at, article_id, claim_no)) as round_id,
        mode(company order by told_at, article_id) as company,
        bool_or(is_registered) as is_registered,
        min(claimed_on) as announced_on,
        arg_min(amount, (currency is distinct from 'JPY', told_at, article_id)) filter (where amount is not null) as amount,
        arg_min(currency, (currency is distinct from 'JPY', told_at, article_id)) filter (where amount is not null) as currency,
        arg_min(amount_jpy, (told_at, article_id)) filter (where amount_jpy is not null) as amount_jpy,
        mode(round order by told_at, article_id) as round,
        mode(instrument order by told_at, article_id) as instrument,
        mode(lead order by told_at, article_id) as lead,
        list_sort(list_distinct(flatten(list(investors)))) as investors,
        count(distinct article_id) as article_count,
        count(distinct story_id) as story_count,
        count(distinct source_id) as outlet_count,
        arg_min(source_id, (told_at, article_id)) as first_source_id,
        min(told_at) as first_told_at,
        arg_min(article_id, (told_at, article_id)) as first_article_id,
        arg_min(url, (told_at, article_id)) as first_url,
        arg_min(evidence, (told_at, article_id)) as first_evidence,
        list_filter([
            case when count(distinct amount) filter (where currency = 'JPY') > 1 then 'amount' end,
            case when count(distinct round) > 1 then 'round' end,
            case when count(distinct lead) > 1 then 'lead' end,
            case when count(distinct instrument) > 1 then 'instrument' end,
            case when count(distinct announced_on) > 1 then 'date' end
        ], lambda x: x is not null) as disagreements,
        list({'article_id': article_id, 'claim_no': claim_no} order by told_at, article_id, claim_no) as claims
    from folded
    group by company_key, stretch_no, group_key
)
select
    r.round_id,
    r.announced_on,
    r.company,
    coalesce(k.name_ja, r.company) as company_name,
    r.is_registered,
    r.amount,
    r.currency,
    r.amount_jpy,
    r.round,
    r.instrument,
    r.lead,
    r.investors,
    r.article_count,
    r.story_count,
    r.outlet_count,
    r.first_source_id,
    r.first_told_at,
    r.first_article_id,
    r.first_url,
    r.first_evidence,
    r.disagreements,
    r.claims,
    coalesce(w.coverage, 0) as coverage,
    coalesce(w.is_complete, false) as is_complete
from rounds as r
left join core.companies as k on k.company_id = r.company
left join trend.coverage(
    'week', since_on := date_trunc('week', since_on::date), until_on := date_trunc('week', until_on::date) + interval 6 days
) as w on w.period_on = date_trunc('week', r.announced_on)
where r.announced_on >= coalesce(since_on::date, date '0001-01-01')
    and r.announced_on <= coalesce(until_on::date, date '9999-12-30');

comment on macro table trend.funding_rounds is 'Funding rounds: the claims of different articles folded into one row for each round. since_on, until_on: first and last day of announcement, default all; window_days: longest silence within the telling of one round, default 30. Columns: round_id (article and number of the first claim), announced_on (earliest day given), company (register id, else the written name), company_name, is_registered, amount and currency (as told first, in yen where any article gives yen; null where nobody gives an amount), amount_jpy, round, instrument, lead, investors (all named by any article), article_count, story_count, outlet_count, first_source_id, first_told_at, first_article_id, first_url, first_evidence (who said so first, when, and the words), disagreements (which of amount, round, lead, instrument and date the articles give differently), claims (article_id and claim_no of every claim folded, first told first: core.funding_claims), coverage and is_complete (of the ISO week of announced_on: below that another article may have told it first or otherwise). Example: from trend.funding_rounds(since_on := ''2025-07-01'') order by announced_on desc';
