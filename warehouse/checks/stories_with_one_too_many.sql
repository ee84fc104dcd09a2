-- severity: soft
-- meaning: a member of a story has hardly any wording of its lead and no company in common with it: it may be another story
-- remedy: read both; if they differ, keep the pair as a case for the rule that folds stories (tasks/cluster/judge.py)
-- Folding asks for likeness to any member, so a chain of copies can end far from its lead. Under 0.15 is well below
-- the quarter that two articles need to be folded. Looks at the articles that runs from $since_run on wrote.
with members as materialized (
    select m.article_id, m.story_id, a.title
    from core.story_articles as m
    join core.articles as a using (article_id)
    where m.role <> 'lead' and a.run_id >= $since_run
),
wording as (
    select
        m.*,
        len(list_intersect(s.shingles, l.shingles)) / greatest(least(len(s.shingles), len(l.shingles)), 1) as shared
    from members as m
    join ops.story_signatures as s on s.article_id = m.article_id
    join ops.story_signatures as l on l.article_id = m.story_id
    where s.version = l.version
)
select
    w.story_id,
    w.article_id,
    round(w.shared, 2) as shared_wording,
    s.title as lead_title,
    w.title as member_title
from wording as w
join core.stories as s using (story_id)
where w.shared < 0.15
    and not exists (
        from core.article_companies as c
        join core.article_companies as l on l.company_id = c.company_id and l.article_id = w.story_id
        where c.article_id = w.article_id
    );
