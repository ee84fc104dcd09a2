-- Takes out the articles that are to be made again, keeping when they were seen, and the stories that they belong to.
-- After it, loose_articles holds the other members of these stories: they are to be clustered anew.

create or replace temp table forgotten_articles as
select a.article_id, a.content_hash
from core.articles as a
where a.link_url in (select url from replayed_links);

create or replace temp table forgotten_versions as
select v.article_id, v.first_seen_at, v.last_seen_at
from core.article_versions as v
where v.article_id in (select article_id from forgotten_articles);

create or replace temp table loose_articles as
select m.article_id, m.story_id
from core.story_articles as m
where m.story_id in (
    select story_id from core.story_articles where article_id in (select article_id from forgotten_articles)
);

delete from core.stories where story_id in (select story_id from loose_articles);
-- A damaged database may hold a story without members, and members without an article: what a data check says to mend so.
delete from core.stories where story_id in (select article_id from forgotten_articles);
delete from core.story_articles where article_id not in (select article_id from core.articles);
delete from core.story_articles where article_id in (select article_id from loose_articles);
delete from loose_articles where article_id in (select article_id from forgotten_articles);

delete from ops.story_signatures where article_id in (select article_id from forgotten_articles);
delete from core.unknown_companies where article_id in (select article_id from forgotten_articles);
delete from core.funding_claims where article_id in (select article_id from forgotten_articles);
delete from core.article_themes where article_id in (select article_id from forgotten_articles);
delete from core.article_companies where article_id in (select article_id from forgotten_articles);
delete from core.company_mentions where article_id in (select article_id from forgotten_articles);
delete from core.article_versions where article_id in (select article_id from forgotten_articles);
delete from core.articles where article_id in (select article_id from forgotten_articles);

create or replace temp table replayed_outcomes (
    url varchar primary key, source_id varchar not null, outcome varchar not null, detail varchar
);
