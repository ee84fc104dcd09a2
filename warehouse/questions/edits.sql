-- What was edited after it was published?
-- One row per change that was seen, newest first. is_quiet: the page does not say that it was changed. amounts: sums of money that went
-- and came; chars: by how much the text grew or shrank. is_complete: the source was covered all that day; else others may have gone unseen.
-- param days integer = 30: changes seen in so many days up to the newest version
-- param only_quiet text = no: yes: only changes that the page does not own up to
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
    body_chars_change as chars,
    url,
    is_complete
from trend.edits(
    since_on := (select max(core.tokyo_day(first_seen_at)) from core.article_versions) - $days::integer + 1
)
where is_quiet or $only_quiet <> 'yes'
order by seen_at desc, url
limit 200;
