-- What load_articles leaves for load_stories, where it did not run: no article is new.
create or replace temp table fresh (article_id varchar, source_id varchar, title varchar, counted_on date);
