-- Programs elsewhere hear of what happens here: web hooks they are called by, and streams they listen to.
create table webhook (
  id bigint primary key,
  name text not null,
  url text not null,
  -- Kept as it is, for every delivery is signed with it.
  secret text not null,
  events text[] not null,
  -- Empty: of every object.
  objects text[] not null default '{}',
  -- As whom it reads: it is told of nothing this user may not see.
  runs_as_id bigint not null references app_user (id),
  disabled_at timestamptz,
  -- Since when its receiver takes nothing; such a one is asked with one delivery at a time.
  failing_since timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_webhook_hears_of_something check (cardinality(events) > 0)
);

create table webhook_delivery (
  id bigint primary key,
  webhook_id bigint not null references webhook (id) on delete cascade,
  event_id bigint not null,
  event_type text not null,
  happened_at timestamptz not null,
  body text not null,
  state text not null,
  attempts integer not null default 0,
  next_try_at timestamptz,
  tried_at timestamptz,
  ended_at timestamptz,
  status integer,
  answer text,
  problem text,
  took_ms integer,
  created_at timestamptz not null,
  constraint a_webhook_hears_of_an_event_once unique (webhook_id, event_id),
  constraint a_webhook_delivery_is_in_a_known_state check (state in ('waiting', 'delivered', 'dead')),
  constraint a_waiting_delivery_has_a_next_try check ((state = 'waiting') = (next_try_at is not null))
);
create index webhook_delivery_due on webhook_delivery (webhook_id, next_try_at, id) where state = 'waiting';
create index webhook_delivery_ended on webhook_delivery (ended_at) where state <> 'waiting';

-- What streams tell, in the order it was committed: the numbers are given out by one transaction after the other.
create table stream_event (
  id bigint primary key,
  -- '' for what happened to records; else the channel it was pushed to.
  channel text not null,
  type text not null,
  record_ids bigint[] not null,
  actor_id bigint,
  payload jsonb not null,
  happened_at timestamptz not null
);
create index stream_event_by_moment on stream_event (happened_at);

create table stream_position (
  only_one boolean primary key default true check (only_one),
  last_id bigint not null
);
insert into stream_position (last_id) values (0);

create table push_topic (
  id bigint primary key,
  name text not null,
  query text not null,
  api_version double precision not null,
  description text,
  is_active boolean not null,
  notify_for_fields text not null,
  notify_for_operation_create boolean not null,
  notify_for_operation_update boolean not null,
  notify_for_operation_delete boolean not null,
  notify_for_operation_undelete boolean not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint
);
create unique index a_push_topic_name_is_unique on push_topic (lower(name));

create table streaming_channel (
  id bigint primary key,
  name text not null,
  description text,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint
);
create unique index a_streaming_channel_name_is_unique on streaming_channel (lower(name));
