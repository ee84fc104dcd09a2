-- The Monday of the last ISO week that had ended by the newest article; null where the file has no article.
select (date_trunc('week', trend.newest_day() + 1) - interval 7 day)::date as monday;
