-- Events: what of a campaign people register for, who has a place, who waits for one, and who was there.

-- One row: what links to strangers are sealed with.
create table org_secret (
  only_row boolean primary key default true,
  secret text not null,
  constraint there_is_one_secret_to_seal_with check (only_row)
);
insert into org_secret (secret) values (gen_random_uuid()::text || gen_random_uuid()::text);

create table event_plan (
  campaign_id bigint primary key references campaign (id),
  time_zone text not null,
  place text,
  description text,
  capacity integer,
  web_form_id bigint references web_form (id),
  opened_at timestamptz,
  -- Null: found by its usual name in the campaign's own list.
  registered_status_id bigint references campaign_member_status (id) on delete set null,
  waiting_status_id bigint references campaign_member_status (id) on delete set null,
  attended_status_id bigint references campaign_member_status (id) on delete set null,
  no_show_status_id bigint references campaign_member_status (id) on delete set null,
  cancelled_status_id bigint references campaign_member_status (id) on delete set null,
  grace_minutes integer not null default 60,
  follows_up_attended boolean not null default false,
  wrapped_up_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint an_event_has_room_for_one_at_least check (capacity > 0),
  constraint the_grace_after_an_event_is_a_week_at_most check (grace_minutes between 0 and 10080)
);
create index event_plan_by_form on event_plan (web_form_id) where web_form_id is not null;
create index event_plan_to_wrap_up on event_plan (campaign_id) where wrapped_up_at is null;

create table event_session (
  id bigint primary key,
  campaign_id bigint not null references event_plan (campaign_id),
  name text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  time_zone text not null,
  place text,
  room text,
  link text,
  speaker text,
  capacity integer,
  -- What calendars compare (RFC 5545, 3.8.7.4): it rises with every change of time or place.
  sequence integer not null default 0,
  cancelled_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_session_ends_after_it_starts check (ends_at > starts_at),
  constraint a_session_has_room_for_one_at_least check (capacity > 0)
);
create index event_session_by_campaign on event_session (campaign_id, starts_at, id);

create table event_registration (
  id bigint primary key,
  campaign_id bigint not null references event_plan (campaign_id),
  person_id bigint not null references person (id),
  code text not null,
  state text not null,
  waiting_from timestamptz not null,
  registered_at timestamptz,
  cancelled_at timestamptz,
  form_post_id bigint,
  revision integer not null default 0,
  followed_up_at timestamptz,
  created_at timestamptz not null,
  created_by_id bigint,
  constraint a_ticket_code_is_unique unique (code),
  constraint a_registration_is_in_a_known_state check (state in ('registered', 'waiting', 'cancelled'))
);
create index event_registration_by_campaign on event_registration (campaign_id, state, waiting_from, id);
create index event_registration_by_person on event_registration (person_id, campaign_id);
create index event_registration_by_form_post on event_registration (form_post_id) where form_post_id is not null;

create table session_booking (
  registration_id bigint not null references event_registration (id),
  session_id bigint not null references event_session (id),
  state text not null,
  waiting_from timestamptz not null,
  booked_at timestamptz,
  primary key (registration_id, session_id),
  constraint a_booking_is_in_a_known_state check (state in ('booked', 'waiting', 'cancelled'))
);
create index session_booking_by_session on session_booking (session_id, state, waiting_from, registration_id);

create table event_check_in (
  id bigint primary key,
  campaign_id bigint not null references campaign (id),
  person_id bigint not null references person (id),
  status_before text,
  is_walk_in boolean not null default false,
  checked_in_at timestamptz not null,
  checked_in_by_id bigint,
  undone_at timestamptz,
  undone_by_id bigint,
  followed_up_at timestamptz
);
create index event_check_in_by_campaign on event_check_in (campaign_id, person_id) where undone_at is null;
create index event_check_in_by_person on event_check_in (person_id);

-- Taps of stewards, each carried out once however often a phone sends it.
create table event_tap (
  user_id bigint not null,
  key text not null,
  answer jsonb,
  created_at timestamptz not null,
  primary key (user_id, key)
);
create index event_tap_by_created on event_tap (created_at);

-- Calendar entries that travel with a letter: [{ "method": "REQUEST", "text": "BEGIN:VCALENDAR…" }].
alter table mail_message add column calendars jsonb;
