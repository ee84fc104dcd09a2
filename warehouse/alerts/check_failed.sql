-- remedy: kawaraban ask checks
-- A data check that found rows. Those of single sources are left to the rules about sources.
select
    name as subject,
    checked_at as since_at,
    'data check ' || name || ' (' || severity || ') found ' || row_count || ' rows: ' || meaning as detail,
    remedy
from ops.checks
where row_count > 0 and name not in ('feeds_that_fail', 'silent_sources', 'sources_without_articles');
