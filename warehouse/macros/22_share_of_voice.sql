-- One row per period and company of a group. story_share: the company's stories over those of the whole group, each
-- story counted once for every company of the group that it names, so the shares of a period sum to 1.
create or replace macro trend.share_of_voice(
    period := 'month', since_on := null, until_on := null, of_kind := 'startup', of_country := 'JP'
) as table
with of_group as (
    select *
    from trend.companies(period, since_on, until_on)
    where (of_kind is null or kind = of_kind) and (of_country is null or country = of_country)
)
select
    period_on,
    company_id,
    company_name,
    story_count,
    round(story_count / sum(story_count) over whole, 4) as story_share,
    salient_story_count,
    round(salient_story_count / nullif(sum(salient_story_count) over whole, 0), 4) as salient_share,
    rank() over (partition by period_on order by story_count desc) as story_rank,
    coverage,
    is_complete
from of_group
window whole as (partition by period_on);

comment on macro table trend.share_of_voice is 'Share of voice within a group of companies, by default the Japanese start-ups. period: day, week or month, default month; since_on, until_on: first and last day, default all; of_kind: startup, enterprise, global, public or null for any, default startup; of_country: ISO 3166 code or null, default JP. Columns: period_on, company_id, company_name, story_count, story_share (of the group''s stories, a story counted for each company it names; sums to 1), salient_story_count, salient_share (the same over stories that are about them), story_rank (1 is the most named), coverage, is_complete. Example: from trend.share_of_voice(since_on := ''2025-07-01'') where story_rank <= 10';
