-- Who has the biggest share of voice among Japanese AI start-ups?
-- One row per start-up and month; share: of the stories that name any of them, which sum to 1; about_share: of the stories about them.
-- param months integer = 3: so many months back from the newest article
-- param top integer = 10: so many start-ups a month
select
    period_on as month_on,
    story_rank as place,
    company_id,
    company_name,
    story_count as stories,
    story_share as share,
    salient_share as about_share,
    coverage,
    is_complete
from trend.share_of_voice(
    since_on := (date_trunc('month', trend.newest_day()) - to_months($months::integer - 1))::date
)
where story_rank <= $top
order by month_on desc, place, company_id;
