-- Days in Asia/Tokyo. Japan has kept UTC+9 without summer time since 1952, so a day is arithmetic: far cheaper than
-- a time zone look-up for each row, and the same whatever zone a client is set to.
create or replace macro core.tokyo_day(instant) as
    date '1970-01-01' + ((epoch_us(instant::timestamptz) + 32400000000) // 86400000000)::integer;

comment on macro core.tokyo_day is 'The day in Asia/Tokyo of an instant. instant: a timestamptz, or text with an offset. Example: select core.tokyo_day(first_seen_at) from core.articles';

create or replace macro core.tokyo_midnight(day) as
    make_timestamptz(((day::date - date '1970-01-01')::bigint * 86400000000 - 32400000000)::bigint);

comment on macro core.tokyo_midnight is 'The instant at which a day begins in Asia/Tokyo. day: a date. Example: select core.tokyo_midnight(''2025-07-01'')';

create or replace macro trend.newest_day() as (
    select max(counted_on) from core.articles where counted_on <= core.tokyo_day(now())
);

comment on macro trend.newest_day is 'Day of the newest article that is not dated in the future: what the defaults of the other macros look back from. Example: select trend.newest_day()';
