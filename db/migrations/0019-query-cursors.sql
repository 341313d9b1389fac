-- Results of queries longer than a page: the ids they hold, in order, so that every page is of the moment the first was read.
create table soql_cursor (
  id bigint primary key,
  user_id bigint,
  text text not null,
  with_deleted boolean not null,
  -- Which sub-query's rows these are, by the places of the sub-queries on the way; empty for the query itself.
  child_path integer[] not null default '{}',
  page_size integer not null,
  total_size integer not null,
  opened_at timestamptz not null
);

create index soql_cursor_by_opened on soql_cursor (opened_at);
create index soql_cursor_by_user on soql_cursor (user_id, opened_at);

create table soql_cursor_page (
  cursor_id bigint not null references soql_cursor (id) on delete cascade,
  page integer not null,
  ids bigint[] not null,
  primary key (cursor_id, page)
);
-- Read once or twice and then forgotten: not worth the time to make them smaller.
alter table soql_cursor_page alter column ids set storage external;

-- What every tool that copies an org asks for: what changed since, in that order.
create index lead_by_changed on lead (last_modified_at, id);
create index account_by_changed on account (last_modified_at, id);
create index contact_by_changed on contact (last_modified_at, id);
create index opportunity_by_changed on opportunity (last_modified_at, id);
create index campaign_by_changed on campaign (last_modified_at, id);
create index campaign_member_by_changed on campaign_member (last_modified_at, id);
create index task_by_changed on task (last_modified_at, id);
create index calendar_event_by_changed on calendar_event (last_modified_at, id);

-- People are looked for by their address.
create index lead_by_email on lead (lower(email), id) where email is not null;
create index contact_by_email on contact (lower(email), id) where email is not null;
