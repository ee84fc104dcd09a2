-- The configured sources, companies and themes, as of this run. Frames: sources, companies, themes (key: id).
-- Publishers that only archives know stay, switched off.
delete from core.sources;
insert into core.sources by name select * from sources;
insert into core.sources by name
select
    source_id, name, homepage, lang, 'media' as kind, 3 as tier, false as is_enabled,
    'known from archives only' as terms, 0 as min_interval_seconds, 60 as poll_minutes
from raw.foreign_sources
where source_id not in (select source_id from sources);
delete from core.companies;
insert into core.companies by name
select id as company_id, name_ja, name_en, kind, country, founded, aliases, products from companies;
delete from core.themes;
insert into core.themes by name
select id as theme_id, parent_id, name_ja, name_en, definition from themes;
