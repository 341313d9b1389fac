-- What was merged and converted, newest first; a day that begins where each person is; answers kept whole; posts forgotten in time.
create index merge_by_merged on merge (merged_at, id);
create index merge_by_loser on merge using gin (loser_ids);
create index conversion_by_converted on conversion (converted_at, id);

-- Null: the time zone of the browser somebody works in. Nobody had chosen one where it was the usual.
alter table app_user alter column time_zone drop not null, alter column time_zone drop default;
update app_user set time_zone = null where time_zone = 'UTC';

-- ETag and Location of an answer that is given again.
alter table idempotency_key add column headers jsonb;

-- How long the bytes of a worked post are kept.
alter table form_setting add column posts_kept_days integer not null default 400
  constraint posts_are_kept_for_a_month_at_least check (posts_kept_days between 30 and 3650);
