-- What the checks of the last publish found.

create table ops.checks (
    name varchar primary key,
    severity varchar not null check (severity in ('hard', 'soft')),
    meaning varchar not null,
    remedy varchar not null,
    row_count bigint not null check (row_count >= 0),
    example varchar,
    elapsed_ms integer not null,
    run_id varchar,
    checked_at timestamptz not null
);
comment on table ops.checks is 'One row per check of warehouse/checks: what the last run of the checks found';
comment on column ops.checks.name is 'Key: file name of the check';
comment on column ops.checks.severity is 'hard: stops the publish; soft: is shown';
comment on column ops.checks.meaning is 'What an offending row means';
comment on column ops.checks.remedy is 'What to do about it';
comment on column ops.checks.row_count is 'Offending rows; 0 where all is well';
comment on column ops.checks.example is 'The first offending row, as JSON';
comment on column ops.checks.elapsed_ms is 'Milliseconds that the check took';
comment on column ops.checks.run_id is 'Newest run at the time of the check: ops.runs.run_id';
comment on column ops.checks.checked_at is 'When';
