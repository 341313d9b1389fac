-- The ground of an org: who works here, what happened, what changed, and which fields were added.

-- Ids are drawn from here a thousand at a time by each process (platform/objects: drawIds).
create sequence id_block_seq;
create sequence event_id_seq;

create table app_user (
  id bigint primary key,
  username text not null,
  email text not null,
  first_name text,
  last_name text not null,
  title text,
  department text,
  phone text,
  mobile_phone text,
  role text not null,
  manager_id bigint references app_user (id),
  time_zone text not null default 'UTC',
  locale text not null default 'en',
  password_hash text,
  password_changed_at timestamptz,
  last_login_at timestamptz,
  deactivated_at timestamptz,
  search tsvector,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_username_belongs_to_one_user unique (username),
  constraint a_user_has_a_known_role check (role in ('administrator', 'marketing', 'vetter', 'sales', 'manager', 'read_only'))
);

create table user_group (
  id bigint primary key,
  name text not null,
  developer_name text,
  type text not null default 'Queue',
  email text,
  search tsvector,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_group_name_is_used_once unique (name)
);

create table group_member (
  group_id bigint not null references user_group (id) on delete cascade,
  user_id bigint not null references app_user (id),
  primary key (group_id, user_id)
);
create index group_member_by_user on group_member (user_id);

-- A browser that signed in. The token itself is known only to the browser.
create table session (
  token_hash text primary key,
  user_id bigint not null references app_user (id) on delete cascade,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  address text,
  user_agent text
);
create index session_by_user on session (user_id);

-- A program's way in.
create table api_token (
  id bigint primary key,
  token_hash text not null unique,
  name text not null,
  user_id bigint not null references app_user (id) on delete cascade,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_on date,
  revoked_at timestamptz
);

-- A one-time link: invitation or forgotten password.
create table sign_in_link (
  token_hash text primary key,
  user_id bigint not null references app_user (id) on delete cascade,
  purpose text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint a_link_has_a_purpose check (purpose in ('invitation', 'password'))
);

create table setting (
  name text primary key,
  value jsonb not null,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint
);

-- What happened, once; and who still has to hear of it.
create table event (
  id bigint primary key,
  type text not null,
  record_ids bigint[] not null,
  actor_id bigint,
  payload jsonb not null,
  happened_at timestamptz not null
);

create table event_inbox (
  consumer text not null,
  event_id bigint not null,
  primary key (consumer, event_id)
);

-- Every change of a tracked field, of every object; the record's id says which.
create table field_history (
  id bigint primary key,
  record_id bigint not null,
  field text not null,
  old_value text,
  new_value text,
  changed_at timestamptz not null,
  changed_by_id bigint
);
create index field_history_of_record on field_history (record_id, id);

create table custom_field (
  id bigint primary key,
  object_name text not null,
  name text not null,
  label text not null,
  type text not null,
  column_name text not null,
  length integer,
  scale integer,
  required boolean not null default false,
  is_unique boolean not null default false,
  external_id boolean not null default false,
  tracked boolean not null default true,
  picklist jsonb,
  reference_to text,
  help text,
  removed_at timestamptz,
  created_at timestamptz not null,
  created_by_id bigint,
  constraint a_custom_field_is_named_once unique (object_name, name)
);

-- An answer already given under an Idempotency-Key; the same key brings the same answer for a day.
create table idempotency_key (
  user_id bigint not null,
  key text not null,
  request_hash text not null,
  status integer,
  response text,
  created_at timestamptz not null,
  primary key (user_id, key)
);

-- The human being behind leads and contacts. What a person did hangs here, so conversion moves no history.
create table person (
  id bigint primary key,
  created_at timestamptz not null,
  merged_into_id bigint references person (id)
);

insert into setting (name, value, last_modified_at) values
  ('currency', '"USD"', now()),
  ('country', '"US"', now()),
  ('fiscal_year_starts_in', '1', now());
