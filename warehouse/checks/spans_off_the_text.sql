-- severity: hard
-- meaning: the characters that a mention, theme or funding claim points at are not the words that it stores
-- remedy: tag the articles again («kawaraban reprocess»); the text was changed without its tags, or offsets are not code points
-- Looks at the articles that runs from $since_run on wrote: older ones were right at the checks before.
with texts as materialized (
    select article_id, title, body
    from core.articles
    where run_id >= $since_run
),
spans as (
    select article_id, 'mention' as what, field, start_at, end_at, alias as words
    from core.company_mentions
    union all
    select article_id, 'funding claim', field, start_at, end_at, evidence
    from core.funding_claims
    union all
    select article_id, 'theme ' || theme_id, e.field, e.start, e."end", e.keyword
    from (select article_id, theme_id, unnest(evidence) as e from core.article_themes)
    where e.field in ('title', 'body')
)
select
    s.article_id,
    s.what,
    s.field,
    s.start_at,
    s.words,
    substring(if(s.field = 'title', t.title, t.body), s.start_at + 1, s.end_at - s.start_at) as found
from spans as s
join texts as t using (article_id)
where found is distinct from s.words;
