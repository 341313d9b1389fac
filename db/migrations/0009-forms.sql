-- Web forms, every post as it arrived, where a visitor may be sent on to, and links to content behind a form.
create table web_form (
  id bigint primary key,
  name text not null,
  fields jsonb not null,
  campaign_id bigint references campaign (id),
  member_status text,
  lead_source text,
  owner_id bigint,
  return_url text,
  thanks text,
  has_honeypot boolean not null default true,
  has_time_trap boolean not null default true,
  auto_response boolean not null default false,
  auto_response_subject text,
  auto_response_body text,
  content_url text,
  content_label text,
  deleted_at timestamptz,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint
);
create index web_form_by_created on web_form (created_at, id);
create index web_form_by_campaign on web_form (campaign_id) where campaign_id is not null;

-- The bytes as they came: stored before anybody tries to understand them.
create table form_post (
  id bigint primary key,
  received_at timestamptz not null,
  address text not null,
  user_agent text,
  content_type text,
  query text not null,
  body bytea not null,
  state text not null,
  reason_code text,
  reason text,
  notes text[] not null default '{}',
  mended jsonb not null default '{}',
  -- Somebody looked at it and says that it is no spam.
  vouched_by_id bigint,
  attempts integer not null default 0,
  next_try_at timestamptz not null,
  web_form_id bigint references web_form (id),
  record_id bigint,
  inquiry_id bigint references inquiry (id),
  worked_at timestamptz,
  last_changed_by_id bigint,
  constraint a_form_post_is_in_a_known_state check (state in ('received', 'lead', 'inquiry', 'waiting', 'spam', 'discarded')),
  constraint a_post_that_waits_says_why check (state not in ('waiting', 'spam') or reason is not null),
  constraint an_accepted_post_names_its_record check (state not in ('lead', 'inquiry') or (record_id is not null and inquiry_id is not null))
);
create index form_post_to_work on form_post (next_try_at, id) where state = 'received';
create index form_post_by_received on form_post (received_at, id);
create index form_post_by_state on form_post (state, received_at, id);
create index form_post_by_address on form_post (address, received_at);
create index form_post_by_form on form_post (web_form_id, state) where web_form_id is not null;
create index form_post_by_record on form_post (record_id) where record_id is not null;

create index inquiry_by_form_post on inquiry (form_post_id) where form_post_id is not null;

-- Hosts a visitor may be sent on to after a form: `www.example.com`, `*.example.com`, `localhost:8080`.
create table allowed_return_url (
  pattern text primary key,
  created_at timestamptz not null,
  created_by_id bigint
);

-- One row: how many posts a minute one address may send before the rest waits, and what time stamps in forms are signed with.
create table form_setting (
  only_row boolean primary key default true,
  posts_per_minute integer not null default 60,
  stamp_secret text not null,
  constraint there_is_one_row_of_form_settings check (only_row),
  constraint at_least_one_post_a_minute_is_taken check (posts_per_minute between 1 and 100000)
);
insert into form_setting (stamp_secret) values (gen_random_uuid()::text || gen_random_uuid()::text);

-- A link to content, sent to one person. Only its hash is known here.
create table content_link (
  token_hash text primary key,
  web_form_id bigint not null references web_form (id),
  form_post_id bigint not null references form_post (id),
  person_id bigint not null references person (id),
  content_url text not null,
  content_label text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  first_requested_at timestamptz,
  requests integer not null default 0
);
create index content_link_by_form on content_link (web_form_id) where first_requested_at is not null;
create index content_link_by_person on content_link (person_id);
