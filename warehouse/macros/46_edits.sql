-- One row per later version of an article, with what it changed against the version before.
-- amounts_removed, amounts_added: figures with a unit of money (円, ドル, $, ¥, €, yen, dollars) of headline and text.
-- is_quiet: the page does not own up to the edit: it states the same time of change as before, or none.
create or replace macro trend.edits(since_on := null, until_on := null) as table
with edited as materialized (
    select article_id, version_no, version_no - 1 as before_no
    from core.article_versions
    where version_no > 1
        and first_seen_at >= core.tokyo_midnight(coalesce(since_on::date, date '1900-01-01'))
        and first_seen_at < core.tokyo_midnight(coalesce(until_on::date, date '2999-12-30') + 1)
),
-- Texts are read for the rows that are needed only: a file holds a thousand times more.
wanted as materialized (
    select v.rowid as row_id
    from core.article_versions as v
    join edited as e on e.article_id = v.article_id and v.version_no in (e.version_no, e.before_no)
),
texts as materialized (
    select
        article_id,
        version_no,
        title,
        body,
        authors,
        published_at,
        published_on,
        modified_at,
        first_seen_at,
        list_distinct(regexp_extract_all(
            title || chr(10) || body,
            '(?:[$¥€£]|US\$)\s?[0-9０-９][0-9０-９,，.．]*(?:\s?(?:million|billion|thousand|[mb]n|[MBK])\b)?|[0-9０-９][0-9０-９,，.．十百千万億兆]*\s?(?:円|ドル|ユーロ|元|ポンド)|[0-9][0-9,.]*\s?(?:million |billion )?(?:yen|dollars|euros)\b'
        )) as amounts
    from core.article_versions
    where rowid in (select row_id from wanted)
)
select
    n.article_id,
    a.source_id,
    a.url,
    n.version_no,
    n.first_seen_at as seen_at,
    n.title <> b.title as is_title_changed,
    n.published_at is distinct from b.published_at or n.published_on is distinct from b.published_on as is_date_changed,
    len(list_filter(n.amounts, lambda x: not list_contains(b.amounts, x))) > 0
        or len(list_filter(b.amounts, lambda x: not list_contains(n.amounts, x))) > 0 as is_amount_changed,
    n.authors <> b.authors as is_byline_changed,
    n.body <> b.body as is_body_changed,
    n.modified_at is not distinct from b.modified_at or n.modified_at is null as is_quiet,
    b.title as title_before,
    n.title as title_after,
    b.published_on as published_on_before,
    n.published_on as published_on_after,
    list_filter(b.amounts, lambda x: not list_contains(n.amounts, x)) as amounts_removed,
    list_filter(n.amounts, lambda x: not list_contains(b.amounts, x)) as amounts_added,
    length(n.body) - length(b.body) as body_chars_change,
    coalesce(d.is_covered, false) as is_complete
from edited as e
join texts as n on n.article_id = e.article_id and n.version_no = e.version_no
join texts as b on b.article_id = e.article_id and b.version_no = e.before_no
join core.articles as a on a.article_id = e.article_id
left join trend.source_days_since(since_on) as d
    on d.source_id = a.source_id and d.day_on = core.tokyo_day(n.first_seen_at);

comment on macro table trend.edits is 'What outlets changed in articles after publishing them. since_on, until_on: first and last day (Asia/Tokyo) on which the change was seen, default all. Columns: article_id, source_id, url, version_no (the later one), seen_at, is_title_changed, is_date_changed, is_amount_changed, is_byline_changed, is_body_changed, is_quiet (the page states no new time of change), title_before, title_after, published_on_before, published_on_after, amounts_removed, amounts_added (sums of money as written), body_chars_change, is_complete (the outlet was covered on the whole day of seen_at: else, and while that day has not ended, other edits may have gone unseen). Example: from trend.edits() where is_quiet order by seen_at desc';
