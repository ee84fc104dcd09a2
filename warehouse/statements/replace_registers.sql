-- The configured sources, companies and themes, as of this run. Frames: sources, companies, themes.
delete from core.sources;
insert into core.sources by name select * from sources;
delete from core.companies;
insert into core.companies by name select * from companies;
delete from core.themes;
insert into core.themes by name select * from themes;
