-- Who has something to do, or a meeting, is reminded of it by mail when it was asked for.
alter table task
  add column is_reminder_set boolean not null default false,
  add column reminder_date_time timestamptz,
  add column call_object text;

alter table calendar_event
  add column is_reminder_set boolean not null default false,
  add column reminder_date_time timestamptz;

create index task_to_remind_of on task (reminder_date_time)
where is_reminder_set and completed_at is null and deleted_at is null;

create index calendar_event_to_remind_of on calendar_event (reminder_date_time)
where is_reminder_set and deleted_at is null;
