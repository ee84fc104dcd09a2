-- The score of a change between two counts. Variance-stabilised test of two Poisson rates: Gu, Ng, Tang and Schucany,
-- «Testing the ratio of two Poisson rates», Biometrical Journal 50 (2008) 283-298, statistic W5, after Huffman,
-- Applied Statistics 33 (1984) 224-226. Chosen there for keeping its error at small counts and unequal exposures.
create or replace macro trend.rate_change(recent, earlier, exposure := 1.0) as
    2 * (sqrt(recent + 0.375) - sqrt(exposure * (earlier + 0.375))) / sqrt(1 + exposure);

comment on macro trend.rate_change is 'How far a count has moved from an earlier one, in standard errors: 0 is no change, 2 a clear rise, -2 a clear fall, and a rise from 0 to 1 stays below one from 5 to 10. recent, earlier: counts; exposure: what the recent period could deliver over what the earlier one could, default 1. Source: Gu and others (2008), Biometrical Journal 50, 283-298. Example: select trend.rate_change(10, 5)';

-- One row: the two periods that momentum compares, whole ISO weeks that had ended before the day as_of.
create or replace macro trend.two_periods(weeks := 4, as_of := null) as table
with ending as (
    select date_trunc('week', coalesce(as_of::date, trend.newest_day() + 1))::date as end_on
)
select
    end_on - (14 * weeks)::integer as earlier_from_on,
    end_on - (7 * weeks)::integer as recent_from_on,
    end_on - 1 as recent_to_on
from ending;

comment on macro table trend.two_periods is 'The two periods that momentum compares: whole ISO weeks. weeks: length of each, default 4; as_of: day to look back from, default the day after the newest article. A building block: trend.coverage_between tells of its gaps. Columns: earlier_from_on (first day of the earlier period, which ends the day before recent_from_on), recent_from_on, recent_to_on. Example: from trend.two_periods(weeks := 2)';

-- One row per source and day of the two periods that it covers. Only what a source delivers that covers at least a
-- quarter of the days of both periods is compared (of four weeks one, so that working days and week-ends are in it), as
-- shops open in both years are when sales are compared: a source that is new, or was away for one period, would pass for a
-- rise or a fall. What a source was away for within a period is made up for by exposure: the days covered, weighted by
-- the articles that the source brings on a covered day.
create or replace macro trend.compared_days(weeks := 4, as_of := null) as table
with period as materialized (
    select * from trend.two_periods(weeks, as_of)
),
expected as materialized (
    select
        d.source_id,
        d.day_on,
        d.is_covered,
        d.day_on >= p.recent_from_on as is_recent
    from trend.source_days_since((select earlier_from_on from trend.two_periods(weeks, as_of))) as d
    cross join period as p
    where d.day_on between p.earlier_from_on and p.recent_to_on
),
coverage as (
    select
        coalesce(avg(is_covered::integer) filter (where is_recent), 0) as recent_coverage,
        coalesce(avg(is_covered::integer) filter (where not is_recent), 0) as earlier_coverage
    from expected
),
brought as (
    select source_id, counted_on as day_on, count(*) as article_count
    from core.articles
    where counted_on >= (select earlier_from_on from period) and counted_on <= (select recent_to_on from period)
    group by all
),
sources as (
    select
        d.source_id,
        count(*) filter (where d.is_recent) as recent_day_count,
        count(*) filter (where not d.is_recent) as earlier_day_count,
        coalesce(sum(b.article_count), 0) / count(*) as articles_per_day,
        least(recent_day_count, earlier_day_count) * 4 >= 7 * weeks as is_compared
    from expected as d
    left join brought as b using (source_id, day_on)
    where d.is_covered
    group by d.source_id
),
weighed as (
    select
        *,
        sum(recent_day_count * articles_per_day) filter (where is_compared) over ()
            / nullif(sum(earlier_day_count * articles_per_day) filter (where is_compared) over (), 0) as exposure
    from sources
)
select
    d.source_id,
    d.day_on,
    d.is_recent,
    w.is_compared,
    w.articles_per_day,
    w.exposure,
    c.recent_coverage,
    c.earlier_coverage
from expected as d
join weighed as w using (source_id)
cross join coverage as c
where d.is_covered;

comment on macro table trend.compared_days is 'What momentum compares: the days of the two periods that each source covers. weeks, as_of: as for trend.two_periods. A building block: what is not covered has no row. Columns: source_id, day_on, is_recent (in the recent period), is_compared (the source covers at least a quarter of both periods), articles_per_day (of the source, on the days it covers); the same on each row: exposure (what the compared sources could deliver in the recent period over what they could in the earlier one: days covered, weighted by articles_per_day; 1 where nothing was missed, null where nothing is comparable), recent_coverage, earlier_coverage (share of expected source days). Example: select source_id, is_compared, count(*) filter (where is_recent) as recent_days from trend.compared_days(weeks := 4) group by all';

-- One row per article of the two periods of a comparison.
create or replace macro trend.compared_articles(weeks := 4, as_of := null) as table
with days as materialized (
    select * from trend.compared_days(weeks, as_of)
),
constants as (
    select
        any_value(exposure) as exposure,
        coalesce(any_value(recent_coverage), 0) as recent_coverage,
        coalesce(any_value(earlier_coverage), 0) as earlier_coverage
    from days
)
select
    a.article_id,
    s.story_id,
    a.counted_on >= p.recent_from_on as is_recent,
    coalesce(d.is_compared, false) as is_compared,
    c.exposure,
    c.recent_coverage,
    c.earlier_coverage,
    p.recent_from_on,
    p.recent_to_on
from core.articles as a
join trend.two_periods(weeks, as_of) as p on a.counted_on between p.earlier_from_on and p.recent_to_on
join core.story_articles as s using (article_id)
cross join constants as c
left join days as d on d.source_id = a.source_id and d.day_on = a.counted_on;

comment on macro table trend.compared_articles is 'The articles of the two periods of a comparison. weeks, as_of: as for trend.two_periods. A building block: is_compared says what a covered day holds. Columns: article_id, story_id, is_recent (in the recent period), is_compared (told on a covered day by a source that is compared), exposure, recent_coverage, earlier_coverage (as in trend.compared_days), recent_from_on, recent_to_on. Example: select is_recent, is_compared, count(*) from trend.compared_articles() group by all';
