create or replace view trend.source_reaches as
select source_id, from_at, to_at from trend.reaches_since(null);

comment on view trend.source_reaches is 'Stretches of time that the good polls of each enabled source reach without a break. A building block: its rows say what is covered. Example: from trend.source_reaches order by source_id, from_at';
comment on column trend.source_reaches.source_id is 'core.sources.source_id';
comment on column trend.source_reaches.from_at is 'Start: the oldest item of the first poll of the stretch';
comment on column trend.source_reaches.to_at is 'End: the last poll of the stretch';

create or replace view trend.source_days as
select source_id, day_on, is_covered from trend.source_days_since(null);

comment on view trend.source_days is 'Which enabled source covers which day; a day that is not covered is unknown, not empty. A building block: is_covered is its own word on gaps. Example: from trend.source_days where not is_covered order by day_on desc';
comment on column trend.source_days.source_id is 'core.sources.source_id';
comment on column trend.source_days.day_on is 'Day in Asia/Tokyo, from the first that the source was watched on';
comment on column trend.source_days.is_covered is 'The reach of its polls holds the whole day';
