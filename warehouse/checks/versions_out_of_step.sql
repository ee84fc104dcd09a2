-- severity: hard
-- meaning: an article's newest version is not its current state, or its versions are not numbered 1, 2, 3 without a hole
-- remedy: a load left something behind: keep the writer's database for whoever mends it
with newest as (
    select
        article_id,
        max(version_no) as version_no,
        count(*) as version_count,
        arg_max(content_hash, version_no) as content_hash
    from core.article_versions
    group by article_id
)
select article_id, a.version_no, n.version_no as newest_no, n.version_count
from core.articles as a
full join newest as n using (article_id)
where a.article_id is null
    or n.article_id is null
    or a.version_no <> n.version_no
    or n.version_count <> n.version_no
    or a.content_hash <> n.content_hash;
