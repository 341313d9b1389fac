-- Why: who keeps the users wants to know who came in, when and from where, and who tried to; and who changed what in Setup.
create table sign_in (
  id bigint primary key,
  user_id bigint not null references app_user (id) on delete cascade,
  happened_at timestamptz not null,
  way text not null,
  app_id bigint references connected_app (id) on delete set null,
  address text,
  user_agent text,
  refused_because text
);
create index sign_in_by_time on sign_in (happened_at, id);
create index sign_in_by_user on sign_in (user_id, happened_at);
create index sign_in_by_app on sign_in (app_id) where app_id is not null;

-- Of millions of events a few are changes in Setup.
create index event_of_setup on event (happened_at, id)
  where type ~ '^(user|connected_app|connection|webhook|duplicate_rule|lead_status|opportunity_stage|custom_field|custom_object|settings)\.';
