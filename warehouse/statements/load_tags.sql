-- Tags and signatures of articles, in place of those they had: part of one batch (the caller holds the transaction).
-- Frames: mentions, article_companies, article_themes, funding_claims, unknown_companies, signatures.
-- Table: known (article_id), those that have some: of new ones there is nothing to delete.

delete from core.company_mentions where article_id in (select article_id from known);
insert into core.company_mentions by name
select * exclude (start, "end"), start as start_at, "end" as end_at from mentions;

delete from core.article_companies where article_id in (select article_id from known);
insert into core.article_companies by name select * from article_companies;

delete from core.article_themes where article_id in (select article_id from known);
insert into core.article_themes by name select * from article_themes;

delete from core.funding_claims where article_id in (select article_id from known);
insert into core.funding_claims by name
select * exclude (start, "end"), start as start_at, "end" as end_at from funding_claims;

delete from core.unknown_companies where article_id in (select article_id from known);
insert into core.unknown_companies by name
select * exclude (start, "end"), start as start_at, "end" as end_at from unknown_companies;

insert or replace into ops.story_signatures by name select * from signatures;
