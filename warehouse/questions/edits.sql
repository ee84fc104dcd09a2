-- What was edited after it was published?
-- One row per change of headline, date or sum of money, newest first. is_quiet: the page does not say that it was changed.
-- param days integer = 30: changes seen in so many days up to the newest article
select
    seen_at,
    source_id,
    is_quiet,
    is_title_changed,
    is_date_changed,
    is_amount_changed,
    title_before,
    title_after,
    published_on_before,
    published_on_after,
    amounts_removed,
    amounts_added,
    url
from trend.edits(
    since_on := (select max(core.tokyo_day(first_seen_at)) from core.article_versions) - $days::integer + 1
)
where is_title_changed or is_date_changed or is_amount_changed
order by seen_at desc, url
limit 200;
