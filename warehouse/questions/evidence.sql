-- Why does an article count for a company?
-- One row per place that names the company, newest article first: the words, the rule that took them, how sure it was, the version of the register, and where they stand
-- (characters from 0), so that every number can be walked back.
-- param company text = sakana-ai: id of the company
-- param days integer = 28: so many days back from the newest article
select
    a.counted_on,
    a.source_id,
    a.title,
    m.field,
    m.start_at,
    m.end_at,
    m.alias,
    m.rule,
    round(m.confidence::double, 2) as confidence,
    c.is_salient as is_about,
    a.register_version,
    a.url
from core.company_mentions as m
join core.article_companies as c on c.article_id = m.article_id and c.company_id = m.company_id
join core.articles as a on a.article_id = m.article_id
where m.company_id = $company
    and a.counted_on > trend.newest_day() - $days::integer
order by a.counted_on desc, a.article_id, m.field desc, m.start_at
limit 500;
