-- The configured sources, companies and themes, as of this run. Frames: sources, companies, themes (key: id).
delete from core.sources;
insert into core.sources by name select * from sources;
delete from core.companies;
insert into core.companies by name
select id as company_id, name_ja, name_en, kind, country, founded, aliases, products from companies;
delete from core.themes;
insert into core.themes by name
select id as theme_id, parent_id, name_ja, name_en, definition from themes;
