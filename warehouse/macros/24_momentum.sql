-- One row per company named in either period. A gap in coverage is unknown, not a fall: momentum is made from what the
-- same sources delivered in both periods, and is null where no source covers enough of both.
create or replace macro trend.company_momentum(weeks := 4, as_of := null) as table
with articles as materialized (
    select * from trend.compared_articles(weeks, as_of)
),
counted as (
    select
        t.company_id,
        a.story_id,
        bool_or(a.is_recent) as is_recent,
        bool_or(not a.is_recent) as is_earlier,
        bool_or(a.is_recent and a.is_compared) as is_recent_compared,
        bool_or(not a.is_recent and a.is_compared) as is_earlier_compared
    from articles as a
    join core.article_companies as t using (article_id)
    group by all
),
counts as (
    select
        company_id,
        count(*) filter (where is_recent) as recent_story_count,
        count(*) filter (where is_earlier) as earlier_story_count,
        count(*) filter (where is_recent_compared) as recent_compared_count,
        count(*) filter (where is_earlier_compared) as earlier_compared_count
    from counted
    group by company_id
),
periods as (
    select
        any_value(exposure) as exposure,
        any_value(recent_coverage) as recent_coverage,
        any_value(earlier_coverage) as earlier_coverage,
        any_value(recent_from_on) as recent_from_on,
        any_value(recent_to_on) as recent_to_on
    from articles
)
select
    k.company_id,
    k.name_ja as company_name,
    k.kind,
    k.country,
    n.recent_story_count,
    n.earlier_story_count,
    round(p.exposure * n.earlier_compared_count, 1) as expected_story_count,
    n.recent_compared_count as compared_story_count,
    round(trend.rate_change(n.recent_compared_count, n.earlier_compared_count, p.exposure), 2) as momentum,
    p.exposure is not null as is_comparable,
    round(p.recent_coverage, 4) as recent_coverage,
    round(p.earlier_coverage, 4) as earlier_coverage,
    p.recent_coverage = 1 and p.earlier_coverage = 1 as is_complete,
    p.recent_from_on,
    p.recent_to_on
from counts as n
join core.companies as k using (company_id)
cross join periods as p;

comment on macro table trend.company_momentum is 'Which companies rise or fall: stories of the last whole ISO weeks against the weeks before. weeks: length of each period, default 4; as_of: day to look back from, default the day after the newest article. Columns: company_id, company_name, kind, country, recent_story_count and earlier_story_count (all stories known), compared_story_count (recent ones told on covered days by sources that are compared: see trend.compared_days), expected_story_count (what the earlier period would lead to expect of it, outages made up for), momentum (trend.rate_change of the two: above 2 a clear rise, below -2 a clear fall, between -1 and 1 little can be said; null where nothing is comparable), is_comparable, recent_coverage and earlier_coverage (share of expected source days), is_complete (both are 1), recent_from_on, recent_to_on. Example: from trend.company_momentum(weeks := 4) where kind = ''startup'' order by momentum desc';

-- One row per theme with an article in either period; the rest as for companies.
create or replace macro trend.theme_momentum(weeks := 4, as_of := null) as table
with articles as materialized (
    select * from trend.compared_articles(weeks, as_of)
),
counted as (
    select
        t.theme_id,
        a.story_id,
        bool_or(a.is_recent) as is_recent,
        bool_or(not a.is_recent) as is_earlier,
        bool_or(a.is_recent and a.is_compared) as is_recent_compared,
        bool_or(not a.is_recent and a.is_compared) as is_earlier_compared
    from articles as a
    join core.article_themes as t using (article_id)
    group by all
),
counts as (
    select
        theme_id,
        count(*) filter (where is_recent) as recent_story_count,
        count(*) filter (where is_earlier) as earlier_story_count,
        count(*) filter (where is_recent_compared) as recent_compared_count,
        count(*) filter (where is_earlier_compared) as earlier_compared_count
    from counted
    group by theme_id
),
periods as (
    select
        any_value(exposure) as exposure,
        any_value(recent_coverage) as recent_coverage,
        any_value(earlier_coverage) as earlier_coverage,
        any_value(recent_from_on) as recent_from_on,
        any_value(recent_to_on) as recent_to_on
    from articles
)
select
    k.theme_id,
    k.name_ja as theme_name,
    k.parent_id,
    n.recent_story_count,
    n.earlier_story_count,
    round(p.exposure * n.earlier_compared_count, 1) as expected_story_count,
    n.recent_compared_count as compared_story_count,
    round(trend.rate_change(n.recent_compared_count, n.earlier_compared_count, p.exposure), 2) as momentum,
    p.exposure is not null as is_comparable,
    round(p.recent_coverage, 4) as recent_coverage,
    round(p.earlier_coverage, 4) as earlier_coverage,
    p.recent_coverage = 1 and p.earlier_coverage = 1 as is_complete,
    p.recent_from_on,
    p.recent_to_on
from counts as n
join core.themes as k using (theme_id)
cross join periods as p;

comment on macro table trend.theme_momentum is 'Which themes rise or fall: stories of the last whole ISO weeks against the weeks before. weeks: length of each period, default 4; as_of: day to look back from, default the day after the newest article. Columns: theme_id, theme_name, parent_id, recent_story_count and earlier_story_count (all stories known), compared_story_count (recent ones told on covered days by sources that are compared: see trend.compared_days), expected_story_count (what the earlier period would lead to expect of it, outages made up for), momentum (trend.rate_change of the two: above 2 a clear rise, below -2 a clear fall, between -1 and 1 little can be said; null where nothing is comparable), is_comparable, recent_coverage and earlier_coverage (share of expected source days), is_complete (both are 1), recent_from_on, recent_to_on. Example: from trend.theme_momentum(weeks := 4) order by momentum desc';
