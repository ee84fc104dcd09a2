-- One row per story of the week about a company: the sentence that names it, most widely told first, then those with it in the headline.
-- Parameters: company, monday, sunday.
select
    k.first_on,
    k.story_id,
    k.title,
    k.sentence,
    m.alias,
    k.url,
    coalesce(s.name, k.source_id) as source_name,
    a.lang
from trend.key_sentences($company, $monday, $sunday, 500) as k
join core.articles as a on a.url = k.url
left join core.article_companies as c on c.article_id = a.article_id and c.company_id = $company
left join core.company_mentions as m
    on m.article_id = a.article_id and m.company_id = $company and m.field = 'body' and m.start_at = k.start_at
left join core.sources as s on s.source_id = k.source_id
order by k.outlet_count desc, k.article_count desc, coalesce(c.is_in_title, false) desc, k.first_on desc, k.story_id;
