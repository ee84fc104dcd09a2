-- What needs a person, told once when it begins and once when it is over, and the messages that tell it.

create table ops.alerts (
    rule varchar not null,
    subject varchar not null,
    since_at timestamptz not null,
    began_at timestamptz not null,
    detail varchar not null,
    remedy varchar not null,
    ended_at timestamptz,
    primary key (rule, subject, began_at)
);
comment on table ops.alerts is 'Every alert that a rule of warehouse/alerts ever raised; those without an end are open';
comment on column ops.alerts.rule is 'File name of the rule';
comment on column ops.alerts.subject is 'What it is about: a source, or a check';
comment on column ops.alerts.since_at is 'Since when it is so, as far as the data tell';
comment on column ops.alerts.began_at is 'When a run noticed it';
comment on column ops.alerts.detail is 'What is wrong, in one line, as it was when it began';
comment on column ops.alerts.remedy is 'What to do about it';
comment on column ops.alerts.ended_at is 'When a run found it over; null while it is open';

create table ops.messages (
    message_id varchar not null,
    channel varchar not null,
    subject varchar not null,
    body varchar not null,
    made_at timestamptz not null,
    state varchar not null check (state in ('waiting', 'sent', 'expired')),
    attempt_count integer not null default 0,
    tried_at timestamptz,
    detail varchar,
    primary key (message_id, channel)
);
comment on table ops.messages is 'Messages to people, one row for each channel; stored with what they tell, before they are sent';
comment on column ops.messages.message_id is 'Key, with channel: the same for all channels of a message';
comment on column ops.messages.channel is 'webhook, slack or email';
comment on column ops.messages.subject is 'First line';
comment on column ops.messages.body is 'Text';
comment on column ops.messages.made_at is 'When it was written';
comment on column ops.messages.state is 'waiting: to be sent at the next run; sent; expired: could not be sent for a week';
comment on column ops.messages.attempt_count is 'How often sending was tried';
comment on column ops.messages.tried_at is 'When it was tried last';
comment on column ops.messages.detail is 'Why the last attempt failed, in one line';
