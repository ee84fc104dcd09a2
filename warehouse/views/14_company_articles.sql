-- One row per current article and registered company that it names: what the company trends count.
create or replace view trend.company_articles as
select
    c.company_id,
    c.article_id,
    s.story_id,
    a.source_id,
    a.counted_on,
    a.lang,
    c.mention_count,
    c.is_in_title,
    c.salience,
    c.is_salient
from core.article_companies as c
join core.articles as a using (article_id)
join core.story_articles as s using (article_id);

comment on view trend.company_articles is 'The articles that name each company, with the day and the story that they count for. A building block: articles, not counts of a period. Example: from trend.company_articles where company_id = ''sakana-ai'' order by counted_on desc';
comment on column trend.company_articles.company_id is 'core.companies.company_id';
comment on column trend.company_articles.article_id is 'core.articles.article_id';
comment on column trend.company_articles.story_id is 'core.stories.story_id';
comment on column trend.company_articles.source_id is 'core.sources.source_id';
comment on column trend.company_articles.counted_on is 'Day in Asia/Tokyo that it counts on';
comment on column trend.company_articles.lang is 'Language of the article: ja, en or other';
comment on column trend.company_articles.mention_count is 'Times that it names the company';
comment on column trend.company_articles.is_in_title is 'Named in the headline';
comment on column trend.company_articles.salience is 'How much the article is about the company, 0 to 1';
comment on column trend.company_articles.is_salient is 'The article is about the company';

-- One row per current article and leaf theme: what the theme trends count.
create or replace view trend.theme_articles as
select
    t.theme_id,
    t.article_id,
    s.story_id,
    a.source_id,
    a.counted_on,
    a.lang
from core.article_themes as t
join core.articles as a using (article_id)
join core.story_articles as s using (article_id);

comment on view trend.theme_articles is 'The articles of each theme, with the day and the story that they count for. A building block: articles, not counts of a period. Example: from trend.theme_articles where theme_id = ''funding'' order by counted_on desc';
comment on column trend.theme_articles.theme_id is 'core.themes.theme_id';
comment on column trend.theme_articles.article_id is 'core.articles.article_id';
comment on column trend.theme_articles.story_id is 'core.stories.story_id';
comment on column trend.theme_articles.source_id is 'core.sources.source_id';
comment on column trend.theme_articles.counted_on is 'Day in Asia/Tokyo that it counts on';
comment on column trend.theme_articles.lang is 'Language of the article: ja, en or other';
