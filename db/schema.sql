-- What the migrations add up to. Written by: npm run schema. Never by hand.

-- Above all orgs

create table first_run (
  token_hash text not null,
  created_at timestamp with time zone not null default now(),
  constraint first_run_pkey PRIMARY KEY (token_hash)
);

create table migration (
  scope text not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint a_migration_is_applied_once PRIMARY KEY (scope, name)
);

create table org (
  id bigint not null,
  name text not null,
  schema_name text not null,
  created_at timestamp with time zone not null default now(),
  constraint org_pkey PRIMARY KEY (id),
  constraint an_org_has_a_name CHECK (((length(name) >= 1) AND (length(name) <= 80))),
  constraint org_schema_name_key UNIQUE (schema_name)
);

create table username (
  username text not null,
  org_id bigint not null,
  constraint username_pkey PRIMARY KEY (username),
  constraint a_username_is_lower_case CHECK ((username = lower(username))),
  constraint username_org_id_fkey FOREIGN KEY (org_id) REFERENCES org(id)
);

-- In the schema of each org

create table access_token (
  token_hash text not null,
  grant_id bigint not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint access_token_pkey PRIMARY KEY (token_hash),
  constraint access_token_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES oauth_grant(id) ON DELETE CASCADE
);
create index access_token_by_end ON access_token USING btree (expires_at);
create index access_token_by_grant ON access_token USING btree (grant_id);

create table account (
  id bigint not null,
  name text not null,
  account_number text,
  site text,
  type text,
  parent_id bigint,
  owner_id bigint not null,
  industry text,
  sic text,
  sic_desc text,
  naics_code text,
  naics_desc text,
  annual_revenue numeric(18,2),
  number_of_employees bigint,
  ownership text,
  rating text,
  ticker_symbol text,
  duns_number text,
  tradestyle text,
  year_started text,
  phone text,
  fax text,
  website text,
  billing_street text,
  billing_city text,
  billing_state text,
  billing_postal_code text,
  billing_country text,
  billing_latitude numeric(18,15),
  billing_longitude numeric(18,15),
  shipping_street text,
  shipping_city text,
  shipping_state text,
  shipping_postal_code text,
  shipping_country text,
  shipping_latitude numeric(18,15),
  shipping_longitude numeric(18,15),
  account_source text,
  description text,
  value_proposition text,
  last_activity_date date,
  last_viewed_at timestamp with time zone,
  web_domain text,
  match_keys integer[] not null default '{}'::integer[],
  search tsvector,
  import_id bigint,
  master_record_id bigint,
  deleted_at timestamp with time zone,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint account_pkey PRIMARY KEY (id),
  constraint account_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES account(id),
  constraint an_account_is_not_its_own_parent CHECK ((parent_id <> id))
);
create index account_by_changed ON account USING btree (last_modified_at, id);
create index account_by_created ON account USING btree (created_at, id);
create index account_by_domain ON account USING btree (web_domain) WHERE (web_domain IS NOT NULL);
create index account_by_import ON account USING btree (import_id) WHERE (import_id IS NOT NULL);
create index account_by_master_record ON account USING btree (master_record_id) WHERE (master_record_id IS NOT NULL);
create index account_by_match_key ON account USING gin (match_keys) WITH (fastupdate=off);
create index account_by_name ON account USING btree (lower(name), id);
create index account_by_owner ON account USING btree (owner_id, created_at);
create index account_by_parent ON account USING btree (parent_id) WHERE (parent_id IS NOT NULL);
create index account_by_word ON account USING gin (search);
create index account_in_bin ON account USING btree (deleted_at, id) WHERE ((deleted_at IS NOT NULL) AND (master_record_id IS NULL));

create table agreement (
  id bigint not null,
  version integer not null,
  lead_definition text not null,
  opportunity_definition text not null,
  criteria jsonb not null,
  first_response_hours integer not null,
  converters text[] not null,
  signed_by_marketing_id bigint,
  signed_by_marketing_at timestamp with time zone,
  signed_by_sales_id bigint,
  signed_by_sales_at timestamp with time zone,
  in_force_from timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  in_force_until timestamp with time zone,
  constraint agreement_pkey PRIMARY KEY (id),
  constraint agreement_version_key UNIQUE (version),
  constraint an_agreement_ends_after_it_began CHECK (((in_force_until IS NULL) OR (in_force_until >= in_force_from))),
  constraint an_agreement_in_force_is_signed_by_both CHECK (((in_force_from IS NULL) OR ((signed_by_marketing_at IS NOT NULL) AND (signed_by_sales_at IS NOT NULL))))
);
create unique index one_agreement_is_in_force ON agreement USING btree ((true)) WHERE ((in_force_from IS NOT NULL) AND (in_force_until IS NULL));

create table allowed_return_url (
  pattern text not null,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  constraint allowed_return_url_pkey PRIMARY KEY (pattern)
);

create table api_token (
  id bigint not null,
  token_hash text not null,
  name text not null,
  user_id bigint not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  last_used_on date,
  revoked_at timestamp with time zone,
  constraint api_token_pkey PRIMARY KEY (id),
  constraint api_token_token_hash_key UNIQUE (token_hash),
  constraint api_token_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);

create table api_use (
  hour timestamp with time zone not null,
  user_id bigint,
  app_id bigint,
  family text not null,
  entity text,
  calls bigint not null,
  errors bigint not null,
  bytes bigint not null,
  milliseconds double precision not null,
  constraint use_is_counted_once_an_hour UNIQUE NULLS NOT DISTINCT (hour, user_id, app_id, family, entity)
);

create table app_user (
  id bigint not null,
  username text not null,
  email text not null,
  first_name text,
  last_name text not null,
  title text,
  department text,
  phone text,
  mobile_phone text,
  role text not null,
  manager_id bigint,
  time_zone text,
  locale text not null default 'en'::text,
  password_hash text,
  password_changed_at timestamp with time zone,
  last_login_at timestamp with time zone,
  deactivated_at timestamp with time zone,
  search tsvector,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint app_user_pkey PRIMARY KEY (id),
  constraint a_user_has_a_known_role CHECK ((role = ANY (ARRAY['administrator'::text, 'marketing'::text, 'vetter'::text, 'sales'::text, 'manager'::text, 'read_only'::text]))),
  constraint a_username_belongs_to_one_user UNIQUE (username),
  constraint app_user_manager_id_fkey FOREIGN KEY (manager_id) REFERENCES app_user(id)
);

create table attachment (
  id bigint not null,
  parent_id bigint not null,
  owner_id bigint not null,
  name text not null,
  is_private boolean not null default false,
  content_type text,
  body_length bigint not null default 0,
  description text,
  deleted_at timestamp with time zone,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint attachment_pkey PRIMARY KEY (id)
);
create index attachment_by_created ON attachment USING btree (created_at, id);
create index attachment_in_bin ON attachment USING btree (deleted_at, id) WHERE (deleted_at IS NOT NULL);
create index attachment_of_parent ON attachment USING btree (parent_id, created_at);

create table authenticator (
  user_id bigint not null,
  locked_secret text not null,
  locked_by text not null,
  latest_period bigint not null default 0,
  created_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  constraint authenticator_pkey PRIMARY KEY (user_id),
  constraint authenticator_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id)
);

create table bulk_batch (
  id bigint not null,
  job_id bigint not null,
  number integer not null,
  state text not null,
  problem text,
  header text[],
  query text,
  from_id bigint,
  until_id bigint,
  byte_size bigint not null default 0,
  rows_sent bigint not null default 0,
  attempt integer not null default 0,
  rows_processed bigint not null default 0,
  rows_failed bigint not null default 0,
  worked_ms bigint not null default 0,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint bulk_batch_pkey PRIMARY KEY (id),
  constraint a_bulk_batch_fails_no_more_rows_than_it_has CHECK ((rows_failed <= rows_processed)),
  constraint a_bulk_batch_is_in_a_known_state CHECK ((state = ANY (ARRAY['Receiving'::text, 'Queued'::text, 'InProgress'::text, 'Completed'::text, 'Failed'::text, 'NotProcessed'::text]))),
  constraint bulk_batch_job_id_fkey FOREIGN KEY (job_id) REFERENCES bulk_job(id) ON DELETE CASCADE,
  constraint bulk_batch_job_id_number_key UNIQUE (job_id, number)
);

create table bulk_job (
  id bigint not null,
  api text not null,
  operation text not null,
  object_name text not null,
  external_id_field text,
  content_type text not null,
  delimiter text not null,
  line_end text not null,
  concurrency text not null,
  api_version text not null,
  query text,
  options jsonb not null default '{}'::jsonb,
  state text not null,
  problem text,
  created_at timestamp with time zone not null,
  created_by_id bigint not null,
  changed_at timestamp with time zone not null,
  constraint bulk_job_pkey PRIMARY KEY (id),
  constraint a_bulk_job_is_in_a_known_state CHECK ((state = ANY (ARRAY['Open'::text, 'Closed'::text, 'UploadComplete'::text, 'InProgress'::text, 'JobComplete'::text, 'Failed'::text, 'Aborted'::text]))),
  constraint a_bulk_job_speaks_a_known_dialect CHECK ((api = ANY (ARRAY['v1'::text, 'v2'::text]))),
  constraint a_bulk_query_says_what_it_asks CHECK (((operation <> ALL (ARRAY['query'::text, 'queryAll'::text])) OR (api = 'v1'::text) OR (query IS NOT NULL)))
);
create index bulk_job_at_work ON bulk_job USING btree (id) WHERE (state = ANY (ARRAY['Open'::text, 'Closed'::text, 'UploadComplete'::text, 'InProgress'::text]));
create index bulk_job_by_created ON bulk_job USING btree (created_at, id);

create table bulk_merge (
  id bigint not null,
  run_id bigint not null,
  certainty real not null,
  master_rule text not null,
  state text not null,
  created_at timestamp with time zone not null,
  created_by_id bigint not null,
  touched_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  problem text,
  expected bigint not null default 0,
  merged bigint not null default 0,
  refused bigint not null default 0,
  undone bigint not null default 0,
  next_n integer not null default 0,
  constraint bulk_merge_pkey PRIMARY KEY (id),
  constraint a_bulk_merge_has_a_state CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'done'::text, 'failed'::text, 'undoing'::text, 'undone'::text]))),
  constraint a_master_is_chosen_by_a_rule CHECK ((master_rule = ANY (ARRAY['most_complete'::text, 'most_recent'::text, 'oldest'::text, 'most_active'::text]))),
  constraint bulk_merge_run_id_fkey FOREIGN KEY (run_id) REFERENCES duplicate_run(id)
);
create unique index a_run_is_merged_by_one_at_a_time ON bulk_merge USING btree (run_id) WHERE (state = ANY (ARRAY['running'::text, 'paused'::text, 'undoing'::text]));

create table bulk_piece (
  batch_id bigint not null,
  number integer not null,
  first_row bigint not null,
  row_count integer not null,
  bytes bytea not null,
  ids text[],
  created boolean[],
  errors jsonb,
  constraint bulk_piece_pkey PRIMARY KEY (batch_id, number),
  constraint bulk_piece_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES bulk_batch(id) ON DELETE CASCADE
);
create index bulk_piece_by_row ON bulk_piece USING btree (batch_id, first_row);

create table calendar_event (
  id bigint not null,
  owner_id bigint not null,
  who_id bigint,
  what_id bigint,
  person_id bigint,
  subject text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  is_all_day boolean not null default false,
  location text,
  type text,
  activity_kind text,
  show_as text not null default 'Busy'::text,
  is_private boolean not null default false,
  description text,
  import_id bigint,
  search tsvector,
  deleted_at timestamp with time zone,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  cost numeric(18,2),
  is_reminder_set boolean not null default false,
  reminder_date_time timestamp with time zone,
  constraint calendar_event_pkey PRIMARY KEY (id),
  constraint an_event_ends_after_it_starts CHECK ((ends_at >= starts_at)),
  constraint what_a_meeting_costs_is_not_negative CHECK ((cost >= (0)::numeric))
);
create index calendar_event_by_changed ON calendar_event USING btree (last_modified_at, id);
create index calendar_event_by_created ON calendar_event USING btree (created_at, id);
create index calendar_event_by_owner ON calendar_event USING btree (owner_id, starts_at);
create index calendar_event_by_person ON calendar_event USING btree (person_id, created_at) WHERE (person_id IS NOT NULL);
create index calendar_event_by_what ON calendar_event USING btree (what_id, created_at) WHERE (what_id IS NOT NULL);
create index calendar_event_by_who ON calendar_event USING btree (who_id, created_at) WHERE (who_id IS NOT NULL);
create index calendar_event_in_bin ON calendar_event USING btree (deleted_at, id) WHERE (deleted_at IS NOT NULL);
create index calendar_event_to_remind_of ON calendar_event USING btree (reminder_date_time) WHERE (is_reminder_set AND (deleted_at IS NULL));

create table campaign (
  id bigint not null,
  name text not null,
  parent_id bigint,
  type text,
  status text,
  start_date date,
  end_date date,
  is_active boolean not null default false,
  expected_revenue numeric(18,2),
  budgeted_cost numeric(18,2),
  actual_cost numeric(18,2),
  expected_response numeric(10,2),
  number_sent bigint,
  description text,
  owner_id bigint not null,
  last_activity_date date,
  last_viewed_at timestamp with time zone,
  search tsvector,
  import_id bigint,
  deleted_at timestamp with time zone,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  cost_per_name numeric(18,2),
  constraint campaign_pkey PRIMARY KEY (id),
  constraint a_campaign_is_not_its_own_parent CHECK ((parent_id <> id)),
  constraint campaign_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES campaign(id)
);
create index campaign_by_changed ON campaign USING btree (last_modified_at, id);
create index campaign_by_created ON campaign USING btree (created_at, id);
create index campaign_by_name ON campaign USING btree (lower(name), id);
create index campaign_by_parent ON campaign USING btree (parent_id) WHERE (parent_id IS NOT NULL);
create index campaign_by_word ON campaign USING gin (search);
create index campaign_in_bin ON campaign USING btree (deleted_at, id) WHERE (deleted_at IS NOT NULL);

create table campaign_cost (
  id bigint not null,
  campaign_id bigint not null,
  month date not null,
  budgeted_cost numeric(18,2),
  actual_cost numeric(18,2),
  note text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint campaign_cost_pkey PRIMARY KEY (id),
  constraint a_cost_belongs_to_a_month CHECK ((month = date_trunc('month'::text, (month)::timestamp with time zone))),
  constraint a_cost_is_not_below_nothing CHECK (((COALESCE(budgeted_cost, (0)::numeric) >= (0)::numeric) AND (COALESCE(actual_cost, (0)::numeric) >= (0)::numeric))),
  constraint campaign_cost_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
);
create index campaign_cost_by_changed ON campaign_cost USING btree (last_modified_at, id);
create index campaign_cost_of_campaign ON campaign_cost USING btree (campaign_id, month, id);

create table campaign_count (
  campaign_id bigint not null,
  status text not null,
  members bigint not null,
  leads bigint not null,
  contacts bigint not null,
  converted bigint not null,
  responses bigint not null,
  responders bigint not null,
  is_folded boolean not null default false,
  constraint campaign_count_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id) ON DELETE CASCADE
);
create index campaign_count_by_campaign ON campaign_count USING btree (campaign_id) INCLUDE (status, members, leads, contacts, converted, responses, responders);
create index campaign_count_to_fold ON campaign_count USING btree (campaign_id) WHERE (NOT is_folded);

create table campaign_goal (
  campaign_id bigint not null,
  sentence text not null,
  measure text not null,
  member_status text,
  target numeric(18,2),
  due_on date,
  verdict text,
  verdict_reason text,
  verdict_at timestamp with time zone,
  verdict_by_id bigint,
  version integer not null default 1,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint campaign_goal_pkey PRIMARY KEY (campaign_id),
  constraint a_goal_is_measured_in_a_known_way CHECK ((measure = ANY (ARRAY['members'::text, 'won'::text, 'amount'::text, 'said'::text]))),
  constraint a_measured_goal_has_a_target CHECK (((measure = 'said'::text) = (target IS NULL))),
  constraint a_verdict_has_a_reason CHECK (((verdict IS NULL) = (verdict_reason IS NULL))),
  constraint a_verdict_is_met_or_not CHECK ((verdict = ANY (ARRAY['met'::text, 'not_met'::text]))),
  constraint campaign_goal_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
);

create table campaign_member (
  id bigint not null,
  campaign_id bigint not null,
  person_id bigint not null,
  lead_id bigint,
  contact_id bigint,
  status text not null,
  responded_at timestamp with time zone,
  has_responded boolean not null default false,
  import_id bigint,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  status_since timestamp with time zone,
  status_by_id bigint,
  status_source text,
  constraint campaign_member_pkey PRIMARY KEY (id),
  constraint a_member_is_a_lead_or_a_contact CHECK (((lead_id IS NOT NULL) OR (contact_id IS NOT NULL))),
  constraint a_person_is_in_a_campaign_once UNIQUE (person_id, campaign_id),
  constraint campaign_member_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id),
  constraint campaign_member_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES lead(id)
);
create index campaign_member_by_changed ON campaign_member USING btree (last_modified_at, id);
create index campaign_member_by_contact ON campaign_member USING btree (contact_id) WHERE (contact_id IS NOT NULL);
create index campaign_member_by_created ON campaign_member USING btree (campaign_id, created_at, id);
create index campaign_member_by_lead ON campaign_member USING btree (lead_id) WHERE (lead_id IS NOT NULL);
create index campaign_member_by_status ON campaign_member USING btree (campaign_id, status, created_at, id);

create table campaign_member_status (
  id bigint not null,
  campaign_id bigint not null,
  label text not null,
  sort_order integer not null,
  is_default boolean not null default false,
  has_responded boolean not null default false,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint campaign_member_status_pkey PRIMARY KEY (id),
  constraint a_campaign_names_a_member_status_once UNIQUE (campaign_id, label),
  constraint campaign_member_status_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
);
create unique index one_default_member_status ON campaign_member_status USING btree (campaign_id) WHERE is_default;

create table campaign_type (
  id bigint not null,
  name text not null,
  sort_order integer not null,
  costs_per_name boolean not null default false,
  statuses jsonb not null,
  constraint campaign_type_pkey PRIMARY KEY (id)
);
create unique index a_campaign_type_has_a_name_of_its_own ON campaign_type USING btree (lower(name));

create table campaign_work (
  id bigint not null,
  campaign_id bigint not null,
  what text not null,
  of jsonb not null,
  status text,
  total bigint not null,
  seen bigint not null default 0,
  done bigint not null default 0,
  problem text,
  created_at timestamp with time zone not null,
  created_by_id bigint not null,
  finished_at timestamp with time zone,
  worked_at timestamp with time zone,
  constraint campaign_work_pkey PRIMARY KEY (id),
  constraint campaign_work_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id) ON DELETE CASCADE,
  constraint campaign_work_is_known CHECK ((what = ANY (ARRAY['add'::text, 'move'::text, 'remove'::text])))
);
create index campaign_work_at_work ON campaign_work USING btree (id) WHERE (finished_at IS NULL);
create index campaign_work_by_campaign ON campaign_work USING btree (campaign_id, created_at);

create table campaign_work_stretch (
  work_id bigint not null,
  n integer not null,
  after jsonb,
  upto jsonb,
  ended_at timestamp with time zone,
  campaign_id bigint not null,
  constraint campaign_work_stretch_pkey PRIMARY KEY (work_id, n),
  constraint campaign_work_stretch_work_id_fkey FOREIGN KEY (work_id) REFERENCES campaign_work(id) ON DELETE CASCADE
);

create table catalogue_mark (
  only_one boolean not null default true,
  mark uuid not null default gen_random_uuid(),
  constraint catalogue_mark_pkey PRIMARY KEY (only_one),
  constraint there_is_one_mark CHECK (only_one)
);

create table connected_app (
  id bigint not null,
  name text not null,
  description text,
  client_id text not null,
  secret_hash text,
  needs_secret boolean not null,
  certificate text,
  callback_urls text[] not null default '{}'::text[],
  scopes text[] not null,
  flows text[] not null,
  run_as_id bigint,
  approved_roles text[] not null default '{}'::text[],
  built_in boolean not null default false,
  disabled_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  rotates_refresh_tokens boolean not null default false,
  constraint connected_app_pkey PRIMARY KEY (id),
  constraint a_client_id_belongs_to_one_app UNIQUE (client_id),
  constraint an_app_has_known_flows CHECK ((flows <@ ARRAY['authorization_code'::text, 'device'::text, 'password'::text, 'client_credentials'::text, 'jwt_bearer'::text])),
  constraint an_app_without_a_certificate_signs_for_nobody CHECK (((NOT ('jwt_bearer'::text = ANY (flows))) OR (certificate IS NOT NULL))),
  constraint an_app_without_a_user_does_not_sign_in_by_itself CHECK (((NOT ('client_credentials'::text = ANY (flows))) OR (run_as_id IS NOT NULL))),
  constraint connected_app_run_as_id_fkey FOREIGN KEY (run_as_id) REFERENCES app_user(id)
);

create table contact (
  id bigint not null,
  person_id bigint not null,
  account_id bigint,
  owner_id bigint not null,
  salutation text,
  first_name text,
  last_name text not null,
  title text,
  department text,
  type text not null default 'Prospect'::text,
  reports_to_id bigint,
  email text,
  phone text,
  mobile_phone text,
  home_phone text,
  other_phone text,
  fax text,
  assistant_name text,
  assistant_phone text,
  birthdate date,
  lead_source text,
  mailing_street text,
  mailing_city text,
  mailing_state text,
  mailing_postal_code text,
  mailing_country text,
  mailing_latitude numeric(18,15),
  mailing_longitude numeric(18,15),
  other_street text,
  other_city text,
  other_state text,
  other_postal_code text,
  other_country text,
  description text,
  do_not_call boolean not null default false,
  has_opted_out_of_email boolean not null default false,
  has_opted_out_of_fax boolean not null default false,
  email_bounced_reason text,
  email_bounced_date timestamp with time zone,
  last_activity_date date,
  last_viewed_at timestamp with time zone,
  match_keys integer[] not null default '{}'::integer[],
  search tsvector,
  import_id bigint,
  master_record_id bigint,
  deleted_at timestamp with time zone,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint contact_pkey PRIMARY KEY (id),
  constraint a_contact_has_a_known_type CHECK ((type = ANY (ARRAY['Prospect'::text, 'Customer'::text, 'Partner'::text, 'Employee'::text]))),
  constraint contact_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint contact_reports_to_id_fkey FOREIGN KEY (reports_to_id) REFERENCES contact(id)
);
create index contact_by_account ON contact USING btree (account_id);
create index contact_by_changed ON contact USING btree (last_modified_at, id);
create index contact_by_created ON contact USING btree (created_at, id);
create index contact_by_email ON contact USING btree (lower(email), id) WHERE (email IS NOT NULL);
create index contact_by_import ON contact USING btree (import_id) WHERE (import_id IS NOT NULL);
create index contact_by_master_record ON contact USING btree (master_record_id) WHERE (master_record_id IS NOT NULL);
create index contact_by_match_key ON contact USING gin (match_keys) WITH (fastupdate=off);
create index contact_by_name ON contact USING btree (lower(last_name), id);
create index contact_by_owner ON contact USING btree (owner_id, created_at);
create index contact_by_person ON contact USING btree (person_id);
create index contact_by_reports_to ON contact USING btree (reports_to_id) WHERE (reports_to_id IS NOT NULL);
create index contact_by_word ON contact USING gin (search);
create index contact_in_bin ON contact USING btree (deleted_at, id) WHERE ((deleted_at IS NOT NULL) AND (master_record_id IS NULL));
create statistics contact_by_email ON lower(email) FROM contact;

create table content_document (
  id bigint not null,
  owner_id bigint not null,
  title text not null,
  description text,
  deleted_at timestamp with time zone,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint content_document_pkey PRIMARY KEY (id)
);
create index content_document_by_created ON content_document USING btree (created_at, id);
create index content_document_in_bin ON content_document USING btree (deleted_at, id) WHERE (deleted_at IS NOT NULL);

create table content_document_link (
  id bigint not null,
  content_document_id bigint not null,
  linked_entity_id bigint not null,
  share_type text not null default 'V'::text,
  visibility text not null default 'AllUsers'::text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint content_document_link_pkey PRIMARY KEY (id),
  constraint a_file_is_linked_to_a_record_once UNIQUE (linked_entity_id, content_document_id),
  constraint content_document_link_content_document_id_fkey FOREIGN KEY (content_document_id) REFERENCES content_document(id)
);
create index content_document_link_of_document ON content_document_link USING btree (content_document_id);

create table content_link (
  token_hash text not null,
  web_form_id bigint not null,
  form_post_id bigint not null,
  person_id bigint not null,
  content_url text not null,
  content_label text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  first_requested_at timestamp with time zone,
  requests integer not null default 0,
  constraint content_link_pkey PRIMARY KEY (token_hash),
  constraint content_link_form_post_id_fkey FOREIGN KEY (form_post_id) REFERENCES form_post(id),
  constraint content_link_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint content_link_web_form_id_fkey FOREIGN KEY (web_form_id) REFERENCES web_form(id)
);
create index content_link_by_form ON content_link USING btree (web_form_id) WHERE (first_requested_at IS NOT NULL);
create index content_link_by_person ON content_link USING btree (person_id);

create table content_version (
  id bigint not null,
  content_document_id bigint not null,
  number integer not null,
  owner_id bigint not null,
  title text not null,
  description text,
  reason_for_change text,
  path_on_client text,
  first_publish_location_id bigint,
  content_size bigint not null default 0,
  checksum text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint content_version_pkey PRIMARY KEY (id),
  constraint a_file_counts_its_versions UNIQUE (content_document_id, number),
  constraint content_version_content_document_id_fkey FOREIGN KEY (content_document_id) REFERENCES content_document(id)
);
create index content_version_by_created ON content_version USING btree (created_at, id);

create table conversion (
  id bigint not null,
  lead_id bigint not null,
  account_id bigint not null,
  contact_id bigint not null,
  opportunity_id bigint,
  created_account boolean not null,
  created_contact boolean not null,
  created_opportunity boolean not null,
  agreement_version integer,
  criteria_met boolean not null,
  override_reason text,
  evidence_ids bigint[] not null default '{}'::bigint[],
  before jsonb not null,
  after_versions jsonb not null,
  converted_at timestamp with time zone not null,
  converted_by_id bigint not null,
  undone_at timestamp with time zone,
  undone_by_id bigint,
  undone_reason text,
  constraint conversion_pkey PRIMARY KEY (id),
  constraint conversion_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES lead(id)
);
create unique index a_lead_is_converted_once ON conversion USING btree (lead_id) WHERE (undone_at IS NULL);
create index conversion_by_account ON conversion USING btree (account_id);
create index conversion_by_contact ON conversion USING btree (contact_id);
create index conversion_by_converted ON conversion USING btree (converted_at, id);
create index conversion_by_opportunity ON conversion USING btree (opportunity_id) WHERE (opportunity_id IS NOT NULL);

create table custom_field (
  id bigint not null,
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
  removed_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  description text,
  default_value jsonb,
  "precision" integer,
  case_sensitive boolean not null default true,
  restricted boolean not null default true,
  format text,
  value_set text,
  relationship_name text,
  child_relationship_name text,
  child_relationship_label text,
  master_detail boolean not null default false,
  last_modified_at timestamp with time zone,
  last_modified_by_id bigint,
  constraint custom_field_pkey PRIMARY KEY (id),
  constraint a_custom_field_is_named_once UNIQUE (object_name, name)
);

create table custom_object (
  id bigint not null,
  number integer not null,
  name text not null,
  label text not null,
  label_plural text not null,
  description text,
  table_name text not null,
  name_label text not null default 'Name'::text,
  name_format text,
  sharing text not null default 'public'::text,
  removed_at timestamp with time zone,
  removed_by_id bigint,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint custom_object_pkey PRIMARY KEY (id),
  constraint a_number_belongs_to_one_object UNIQUE (number),
  constraint a_table_belongs_to_one_object UNIQUE (table_name),
  constraint an_object_has_a_number_of_its_own_kind CHECK (((number >= 200) AND (number <= 499))),
  constraint an_object_is_shared_in_a_known_way CHECK ((sharing = ANY (ARRAY['public'::text, 'private'::text, 'parent'::text])))
);
create unique index an_object_is_named_once ON custom_object USING btree (lower(name)) WHERE (removed_at IS NULL);

create table device_request (
  device_hash text not null,
  user_code text not null,
  app_id bigint not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  asked_at timestamp with time zone,
  user_id bigint,
  answer text,
  constraint device_request_pkey PRIMARY KEY (device_hash),
  constraint a_device_gets_a_known_answer CHECK (((answer IS NULL) OR ((answer = ANY (ARRAY['allowed'::text, 'denied'::text])) AND (user_id IS NOT NULL)))),
  constraint a_user_code_belongs_to_one_device UNIQUE (user_code),
  constraint device_request_app_id_fkey FOREIGN KEY (app_id) REFERENCES connected_app(id) ON DELETE CASCADE,
  constraint device_request_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);
create index device_request_by_end ON device_request USING btree (expires_at);

create table duplicate_group (
  run_id bigint not null,
  n integer not null,
  certainty real not null,
  record_ids bigint[] not null,
  weakest_left_id bigint not null,
  weakest_right_id bigint not null,
  weakest_probability real not null,
  bulk_merge_id bigint,
  merge_id bigint,
  refusal text,
  constraint duplicate_group_pkey PRIMARY KEY (run_id, n),
  constraint duplicate_group_bulk_merge_id_fkey FOREIGN KEY (bulk_merge_id) REFERENCES bulk_merge(id),
  constraint duplicate_group_run_id_fkey FOREIGN KEY (run_id) REFERENCES duplicate_run(id) ON DELETE CASCADE
);
create index duplicate_group_by_bulk_merge ON duplicate_group USING btree (bulk_merge_id, n) WHERE (bulk_merge_id IS NOT NULL);
create index duplicate_group_by_certainty ON duplicate_group USING btree (run_id, certainty DESC, n);

create table duplicate_pair (
  run_id bigint not null,
  left_id bigint not null,
  right_id bigint not null,
  probability real not null,
  constraint duplicate_pair_pkey PRIMARY KEY (run_id, left_id, right_id),
  constraint a_pair_found_is_kept_in_order CHECK ((left_id < right_id)),
  constraint duplicate_pair_run_id_fkey FOREIGN KEY (run_id) REFERENCES duplicate_run(id) ON DELETE CASCADE
);

create table duplicate_record_item (
  id bigint not null,
  set_id bigint not null,
  rule_id bigint not null,
  record_id bigint not null,
  probability numeric,
  reasons text[] not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint duplicate_record_item_pkey PRIMARY KEY (id),
  constraint a_rule_reports_a_record_in_one_set UNIQUE (rule_id, record_id),
  constraint duplicate_record_item_set_id_fkey FOREIGN KEY (set_id) REFERENCES duplicate_record_set(id) ON DELETE CASCADE
);
create index duplicate_record_item_by_set ON duplicate_record_item USING btree (set_id);

create table duplicate_record_set (
  id bigint not null,
  rule_id bigint not null,
  object_name text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint duplicate_record_set_pkey PRIMARY KEY (id),
  constraint duplicate_record_set_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES duplicate_rule(id) ON DELETE CASCADE
);
create index duplicate_record_set_by_rule ON duplicate_record_set USING btree (rule_id);

create table duplicate_rule (
  id bigint not null,
  object_name text not null,
  api_name text not null,
  label text not null,
  is_active boolean not null,
  sort_order integer not null,
  on_create text not null,
  on_edit text not null,
  alerts_on_create boolean not null,
  alerts_on_edit boolean not null,
  reports_on_create boolean not null,
  reports_on_edit boolean not null,
  compares jsonb not null,
  conditions jsonb,
  roles text[] not null,
  bypass_roles text[] not null,
  enforces_sharing boolean not null,
  alert_text text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint duplicate_rule_pkey PRIMARY KEY (id),
  constraint a_duplicate_rule_allows_or_blocks CHECK (((on_create = ANY (ARRAY['allow'::text, 'block'::text])) AND (on_edit = ANY (ARRAY['allow'::text, 'block'::text])))),
  constraint a_duplicate_rule_is_named_once UNIQUE (api_name),
  constraint duplicates_are_of_people_and_accounts CHECK ((object_name = ANY (ARRAY['Lead'::text, 'Contact'::text, 'Account'::text])))
);

create table duplicate_run (
  id bigint not null,
  scope text not null,
  state text not null,
  stage text not null,
  created_at timestamp with time zone not null,
  created_by_id bigint not null,
  touched_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  problem text,
  records bigint not null default 0,
  expected bigint not null default 0,
  candidates bigint not null default 0,
  compared bigint not null default 0,
  pairs bigint not null default 0,
  groups bigint not null default 0,
  skipped_keys bigint not null default 0,
  skipped_records bigint not null default 0,
  compared_up_to bigint not null default 0,
  share real not null default 0,
  histogram jsonb not null default '[]'::jsonb,
  constraint duplicate_run_pkey PRIMARY KEY (id),
  constraint a_run_has_a_scope CHECK ((scope = ANY (ARRAY['Lead'::text, 'Contact'::text, 'Account'::text, 'LeadContact'::text]))),
  constraint a_run_has_a_stage CHECK ((stage = ANY (ARRAY['reading'::text, 'comparing'::text, 'grouping'::text]))),
  constraint a_run_has_a_state CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);
create unique index a_scope_has_one_run_at_work ON duplicate_run USING btree (scope) WHERE (state = ANY (ARRAY['running'::text, 'paused'::text]));

create table duplicate_sample (
  run_id bigint not null,
  certainty real not null,
  is_above boolean not null,
  place integer not null,
  left_id bigint not null,
  right_id bigint not null,
  probability real not null,
  answer text,
  answered_at timestamp with time zone,
  answered_by_id bigint,
  constraint duplicate_sample_pkey PRIMARY KEY (run_id, certainty, is_above, place),
  constraint a_sample_is_answered_in_words CHECK ((answer = ANY (ARRAY['same'::text, 'not_same'::text, 'unsure'::text]))),
  constraint duplicate_sample_run_id_fkey FOREIGN KEY (run_id) REFERENCES duplicate_run(id) ON DELETE CASCADE
);

create table duplicate_verdict (
  left_id bigint not null,
  right_id bigint not null,
  verdict text not null,
  decided_at timestamp with time zone not null,
  decided_by_id bigint not null,
  constraint duplicate_verdict_pkey PRIMARY KEY (left_id, right_id),
  constraint a_pair_is_kept_in_order CHECK ((left_id < right_id)),
  constraint a_verdict_is_known CHECK ((verdict = ANY (ARRAY['same'::text, 'not_same'::text, 'unsure'::text])))
);
create index duplicate_verdict_by_right ON duplicate_verdict USING btree (right_id);

create table event (
  id bigint not null,
  type text not null,
  record_ids bigint[] not null,
  actor_id bigint,
  payload jsonb not null,
  happened_at timestamp with time zone not null,
  constraint event_pkey PRIMARY KEY (id)
);
create index event_of_setup ON event USING btree (happened_at, id) WHERE (type ~ '^(user|queue|agreement|lead_status|duplicate_rule|campaign_type|conversion_mapping|opportunity_stage|attribution|web_form|return_address|form_limit|connected_app|connection|webhook|settings|custom_object|custom_field|value_set|backup)\.'::text);

create table event_check_in (
  id bigint not null,
  campaign_id bigint not null,
  person_id bigint not null,
  status_before text,
  is_walk_in boolean not null default false,
  checked_in_at timestamp with time zone not null,
  checked_in_by_id bigint,
  undone_at timestamp with time zone,
  undone_by_id bigint,
  followed_up_at timestamp with time zone,
  constraint event_check_in_pkey PRIMARY KEY (id),
  constraint event_check_in_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint event_check_in_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
create index event_check_in_by_campaign ON event_check_in USING btree (campaign_id, person_id) WHERE (undone_at IS NULL);
create index event_check_in_by_person ON event_check_in USING btree (person_id);

create sequence event_id_seq as bigint start 1 increment 1 cache 1;

create table event_inbox (
  consumer text not null,
  event_id bigint not null,
  constraint event_inbox_pkey PRIMARY KEY (consumer, event_id)
);

create table event_plan (
  campaign_id bigint not null,
  time_zone text not null,
  place text,
  description text,
  capacity integer,
  web_form_id bigint,
  opened_at timestamp with time zone,
  registered_status_id bigint,
  waiting_status_id bigint,
  attended_status_id bigint,
  no_show_status_id bigint,
  cancelled_status_id bigint,
  grace_minutes integer not null default 60,
  follows_up_attended boolean not null default false,
  wrapped_up_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint event_plan_pkey PRIMARY KEY (campaign_id),
  constraint an_event_has_room_for_one_at_least CHECK ((capacity > 0)),
  constraint event_plan_attended_status_id_fkey FOREIGN KEY (attended_status_id) REFERENCES campaign_member_status(id) ON DELETE SET NULL,
  constraint event_plan_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint event_plan_cancelled_status_id_fkey FOREIGN KEY (cancelled_status_id) REFERENCES campaign_member_status(id) ON DELETE SET NULL,
  constraint event_plan_no_show_status_id_fkey FOREIGN KEY (no_show_status_id) REFERENCES campaign_member_status(id) ON DELETE SET NULL,
  constraint event_plan_registered_status_id_fkey FOREIGN KEY (registered_status_id) REFERENCES campaign_member_status(id) ON DELETE SET NULL,
  constraint event_plan_waiting_status_id_fkey FOREIGN KEY (waiting_status_id) REFERENCES campaign_member_status(id) ON DELETE SET NULL,
  constraint event_plan_web_form_id_fkey FOREIGN KEY (web_form_id) REFERENCES web_form(id),
  constraint the_grace_after_an_event_is_a_week_at_most CHECK (((grace_minutes >= 0) AND (grace_minutes <= 10080)))
);
create index event_plan_by_form ON event_plan USING btree (web_form_id) WHERE (web_form_id IS NOT NULL);
create index event_plan_to_wrap_up ON event_plan USING btree (campaign_id) WHERE (wrapped_up_at IS NULL);

create table event_registration (
  id bigint not null,
  campaign_id bigint not null,
  person_id bigint not null,
  code text not null,
  state text not null,
  waiting_from timestamp with time zone not null,
  registered_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  form_post_id bigint,
  revision integer not null default 0,
  followed_up_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  constraint event_registration_pkey PRIMARY KEY (id),
  constraint a_registration_is_in_a_known_state CHECK ((state = ANY (ARRAY['registered'::text, 'waiting'::text, 'cancelled'::text]))),
  constraint a_ticket_code_is_unique UNIQUE (code),
  constraint event_registration_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES event_plan(campaign_id),
  constraint event_registration_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
create index event_registration_by_campaign ON event_registration USING btree (campaign_id, state, waiting_from, id);
create index event_registration_by_form_post ON event_registration USING btree (form_post_id) WHERE (form_post_id IS NOT NULL);
create index event_registration_by_person ON event_registration USING btree (person_id, campaign_id);

create table event_session (
  id bigint not null,
  campaign_id bigint not null,
  name text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  time_zone text not null,
  place text,
  room text,
  link text,
  speaker text,
  capacity integer,
  sequence integer not null default 0,
  cancelled_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint event_session_pkey PRIMARY KEY (id),
  constraint a_session_ends_after_it_starts CHECK ((ends_at > starts_at)),
  constraint a_session_has_room_for_one_at_least CHECK ((capacity > 0)),
  constraint event_session_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES event_plan(campaign_id)
);
create index event_session_by_campaign ON event_session USING btree (campaign_id, starts_at, id);

create table event_tap (
  user_id bigint not null,
  key text not null,
  answer jsonb,
  created_at timestamp with time zone not null,
  constraint event_tap_pkey PRIMARY KEY (user_id, key)
);
create index event_tap_by_created ON event_tap USING btree (created_at);

create table evidence (
  id bigint not null,
  lead_id bigint not null,
  criterion text not null,
  value text not null,
  is_met boolean not null,
  source text not null,
  said_by text,
  observed_on date not null,
  recorded_at timestamp with time zone not null,
  recorded_by_id bigint,
  constraint evidence_pkey PRIMARY KEY (id),
  constraint evidence_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES lead(id)
);
create index evidence_of_lead ON evidence USING btree (lead_id, criterion, id);

create table field_history (
  id bigint not null,
  record_id bigint not null,
  field text not null,
  old_value text,
  new_value text,
  changed_at timestamp with time zone not null,
  changed_by_id bigint,
  constraint field_history_pkey PRIMARY KEY (id)
);
create index field_history_of_record ON field_history USING btree (record_id, id);

create table file_piece (
  record_id bigint not null,
  number integer not null,
  bytes bytea not null,
  constraint a_file_has_a_piece_once PRIMARY KEY (record_id, number),
  constraint a_piece_has_a_megabyte_at_most CHECK ((octet_length(bytes) <= 1048576))
);

create table form_post (
  id bigint not null,
  received_at timestamp with time zone not null,
  address text not null,
  user_agent text,
  content_type text,
  query text not null,
  body bytea not null,
  state text not null,
  reason_code text,
  reason text,
  notes text[] not null default '{}'::text[],
  mended jsonb not null default '{}'::jsonb,
  vouched_by_id bigint,
  attempts integer not null default 0,
  next_try_at timestamp with time zone not null,
  web_form_id bigint,
  record_id bigint,
  inquiry_id bigint,
  worked_at timestamp with time zone,
  last_changed_by_id bigint,
  network text not null default ''::text,
  constraint form_post_pkey PRIMARY KEY (id),
  constraint a_form_post_is_in_a_known_state CHECK ((state = ANY (ARRAY['received'::text, 'lead'::text, 'inquiry'::text, 'waiting'::text, 'spam'::text, 'discarded'::text]))),
  constraint a_post_that_waits_says_why CHECK (((state <> ALL (ARRAY['waiting'::text, 'spam'::text])) OR (reason IS NOT NULL))),
  constraint an_accepted_post_names_its_record CHECK (((state <> ALL (ARRAY['lead'::text, 'inquiry'::text])) OR ((record_id IS NOT NULL) AND (inquiry_id IS NOT NULL)))),
  constraint form_post_inquiry_id_fkey FOREIGN KEY (inquiry_id) REFERENCES inquiry(id),
  constraint form_post_web_form_id_fkey FOREIGN KEY (web_form_id) REFERENCES web_form(id)
);
create index form_post_by_form ON form_post USING btree (web_form_id, state) WHERE (web_form_id IS NOT NULL);
create index form_post_by_network ON form_post USING btree (network, received_at);
create index form_post_by_received ON form_post USING btree (received_at, id);
create index form_post_by_record ON form_post USING btree (record_id) WHERE (record_id IS NOT NULL);
create index form_post_by_state ON form_post USING btree (state, received_at, id);
create index form_post_to_work ON form_post USING btree (next_try_at, id) WHERE (state = 'received'::text);

create table form_setting (
  only_row boolean not null default true,
  posts_per_minute integer not null default 60,
  stamp_secret text not null,
  posts_kept_days integer not null default 400,
  constraint form_setting_pkey PRIMARY KEY (only_row),
  constraint at_least_one_post_a_minute_is_taken CHECK (((posts_per_minute >= 1) AND (posts_per_minute <= 100000))),
  constraint posts_are_kept_for_a_month_at_least CHECK (((posts_kept_days >= 30) AND (posts_kept_days <= 3650))),
  constraint there_is_one_row_of_form_settings CHECK (only_row)
);

create table front_door (
  door_hash text not null,
  grant_id bigint not null,
  leads_to text not null,
  expires_at timestamp with time zone not null,
  constraint front_door_pkey PRIMARY KEY (door_hash),
  constraint front_door_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES oauth_grant(id) ON DELETE CASCADE
);

create table global_value_set (
  id bigint not null,
  name text not null,
  label text not null,
  description text,
  "values" jsonb not null,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint global_value_set_pkey PRIMARY KEY (id)
);
create unique index a_value_set_is_named_once ON global_value_set USING btree (lower(name));

create table group_member (
  group_id bigint not null,
  user_id bigint not null,
  constraint group_member_pkey PRIMARY KEY (group_id, user_id),
  constraint group_member_group_id_fkey FOREIGN KEY (group_id) REFERENCES user_group(id) ON DELETE CASCADE,
  constraint group_member_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id)
);
create index group_member_by_user ON group_member USING btree (user_id);

create sequence id_block_seq as bigint start 1 increment 1 cache 1;

create table idempotency_key (
  user_id bigint not null,
  key text not null,
  request_hash text not null,
  status integer,
  response text,
  created_at timestamp with time zone not null,
  headers jsonb,
  constraint idempotency_key_pkey PRIMARY KEY (user_id, key)
);

create table import (
  id bigint not null,
  file_id bigint not null,
  file_name text not null,
  object_name text,
  state text not null,
  layout jsonb,
  guesses jsonb not null default '[]'::jsonb,
  mapping jsonb not null default '[]'::jsonb,
  options jsonb not null default '{}'::jsonb,
  columns_key text,
  problem text,
  next_byte bigint not null default 0,
  next_line bigint not null default 1,
  rows_read bigint not null default 0,
  rows_created bigint not null default 0,
  rows_updated bigint not null default 0,
  rows_known bigint not null default 0,
  rows_skipped bigint not null default 0,
  rows_refused bigint not null default 0,
  notes jsonb not null default '{}'::jsonb,
  pending_done boolean not null default false,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  undone_at timestamp with time zone,
  undone_by_id bigint,
  worked_at timestamp with time zone,
  mends_id bigint,
  rows_mended bigint not null default 0,
  workbook jsonb,
  scopes text[],
  has_turn boolean not null default false,
  constraint import_pkey PRIMARY KEY (id),
  constraint an_import_counts_every_row_once CHECK ((rows_read = ((((rows_created + rows_updated) + rows_known) + rows_skipped) + rows_refused))),
  constraint an_import_is_in_a_known_state CHECK ((state = ANY (ARRAY['ready'::text, 'checking'::text, 'checked'::text, 'running'::text, 'paused'::text, 'done'::text, 'failed'::text, 'cancelled'::text, 'undoing'::text, 'undone'::text]))),
  constraint import_file_id_fkey FOREIGN KEY (file_id) REFERENCES stored_file(id),
  constraint import_mends_id_fkey FOREIGN KEY (mends_id) REFERENCES import(id)
);
create index import_by_created ON import USING btree (created_at, id);
create index import_by_mended ON import USING btree (mends_id) WHERE (mends_id IS NOT NULL);

create table import_change (
  import_id bigint not null,
  record_id bigint not null,
  before jsonb not null,
  after jsonb not null,
  constraint import_change_pkey PRIMARY KEY (import_id, record_id),
  constraint import_change_import_id_fkey FOREIGN KEY (import_id) REFERENCES import(id) ON DELETE CASCADE
);

create table import_key (
  object_name text not null,
  key_name text not null,
  value text not null,
  record_id bigint not null,
  import_id bigint not null,
  constraint import_key_pkey PRIMARY KEY (object_name, key_name, value),
  constraint import_key_import_id_fkey FOREIGN KEY (import_id) REFERENCES import(id) ON DELETE CASCADE
);
create index import_key_by_import ON import_key USING btree (import_id);
create index import_key_by_value ON import_key USING btree (object_name, value);

create table import_link (
  import_id bigint not null,
  record_id bigint not null,
  line bigint not null,
  field text not null,
  by_field text not null,
  value text not null,
  constraint import_link_pkey PRIMARY KEY (import_id, record_id, field),
  constraint import_link_import_id_fkey FOREIGN KEY (import_id) REFERENCES import(id) ON DELETE CASCADE
);

create table import_mapping (
  columns_key text not null,
  object_name text not null,
  mapping jsonb not null,
  options jsonb not null,
  used_at timestamp with time zone not null,
  used_by_id bigint,
  constraint import_mapping_pkey PRIMARY KEY (columns_key)
);

create table import_refusal (
  import_id bigint not null,
  line bigint not null,
  number integer not null,
  kind text not null,
  field text,
  reason text not null,
  cells text[] not null,
  mended_by_id bigint,
  constraint import_refusal_pkey PRIMARY KEY (import_id, line, number),
  constraint a_row_was_refused_or_noted CHECK ((kind = ANY (ARRAY['refused'::text, 'skipped'::text, 'noted'::text]))),
  constraint import_refusal_import_id_fkey FOREIGN KEY (import_id) REFERENCES import(id) ON DELETE CASCADE
);
create index import_refusal_by_mending ON import_refusal USING btree (mended_by_id) WHERE (mended_by_id IS NOT NULL);

create table inquiry (
  id bigint not null,
  person_id bigint not null,
  campaign_id bigint,
  source text not null,
  subject text not null,
  details jsonb not null default '{}'::jsonb,
  form_post_id bigint,
  import_id bigint,
  responded_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  constraint inquiry_pkey PRIMARY KEY (id),
  constraint inquiry_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
);
create index inquiry_by_form_post ON inquiry USING btree (form_post_id) WHERE (form_post_id IS NOT NULL);
create index inquiry_by_import ON inquiry USING btree (import_id) WHERE (import_id IS NOT NULL);
create index inquiry_by_person ON inquiry USING btree (person_id, responded_at);

create table lead (
  id bigint not null,
  person_id bigint not null,
  owner_id bigint not null,
  salutation text,
  first_name text,
  last_name text not null,
  title text,
  company text not null,
  status text not null,
  street text,
  city text,
  state text,
  postal_code text,
  country text,
  latitude numeric(18,15),
  longitude numeric(18,15),
  geocode_accuracy text,
  phone text,
  mobile_phone text,
  fax text,
  email text,
  website text,
  description text,
  value_proposition text,
  lead_source text,
  industry text,
  rating text,
  annual_revenue numeric(18,2),
  number_of_employees bigint,
  do_not_call boolean not null default false,
  has_opted_out_of_email boolean not null default false,
  has_opted_out_of_fax boolean not null default false,
  email_bounced_reason text,
  email_bounced_date timestamp with time zone,
  read_by_owner_at timestamp with time zone,
  first_contacted_at timestamp with time zone,
  not_ready_reason text,
  unqualified_reason text,
  closed_at timestamp with time zone,
  reopened_reason text,
  recheck_on date,
  stays_on_newsletter boolean not null default false,
  converted_at timestamp with time zone,
  converted_account_id bigint,
  converted_contact_id bigint,
  converted_opportunity_id bigint,
  last_activity_date date,
  last_viewed_at timestamp with time zone,
  web_domain text,
  match_keys integer[] not null default '{}'::integer[],
  search tsvector,
  import_id bigint,
  master_record_id bigint,
  deleted_at timestamp with time zone,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint lead_pkey PRIMARY KEY (id),
  constraint lead_converted_account_id_fkey FOREIGN KEY (converted_account_id) REFERENCES account(id),
  constraint lead_converted_contact_id_fkey FOREIGN KEY (converted_contact_id) REFERENCES contact(id),
  constraint lead_converted_opportunity_id_fkey FOREIGN KEY (converted_opportunity_id) REFERENCES opportunity(id)
);
create index lead_by_changed ON lead USING btree (last_modified_at, id);
create index lead_by_company ON lead USING btree (lower(company), id);
create index lead_by_converted_account ON lead USING btree (converted_account_id) WHERE (converted_account_id IS NOT NULL);
create index lead_by_converted_contact ON lead USING btree (converted_contact_id) WHERE (converted_contact_id IS NOT NULL);
create index lead_by_converted_opportunity ON lead USING btree (converted_opportunity_id) WHERE (converted_opportunity_id IS NOT NULL);
create index lead_by_created ON lead USING btree (created_at, id);
create index lead_by_domain ON lead USING btree (web_domain) WHERE (web_domain IS NOT NULL);
create index lead_by_email ON lead USING btree (lower(email), id) WHERE (email IS NOT NULL);
create index lead_by_import ON lead USING btree (import_id) WHERE (import_id IS NOT NULL);
create index lead_by_master_record ON lead USING btree (master_record_id) WHERE (master_record_id IS NOT NULL);
create index lead_by_match_key ON lead USING gin (match_keys) WITH (fastupdate=off);
create index lead_by_name ON lead USING btree (lower(last_name), id);
create index lead_by_owner ON lead USING btree (owner_id, created_at);
create index lead_by_person ON lead USING btree (person_id);
create index lead_by_source_in_order ON lead USING btree (lead_source, created_at, id, status, industry, rating) WHERE (lead_source IS NOT NULL);
create index lead_by_status_in_order ON lead USING btree (status, created_at, id, industry, rating);
create index lead_by_word ON lead USING gin (search);
create index lead_in_bin ON lead USING btree (deleted_at, id) WHERE ((deleted_at IS NOT NULL) AND (master_record_id IS NULL));
create statistics lead_by_email ON lower(email) FROM lead;

create table lead_status (
  id bigint not null,
  api_name text not null,
  master_label text not null,
  sort_order integer not null,
  is_default boolean not null default false,
  state text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  created_by_id bigint,
  last_modified_at timestamp with time zone not null default now(),
  last_modified_by_id bigint,
  constraint lead_status_pkey PRIMARY KEY (id),
  constraint a_lead_status_has_a_state CHECK ((state = ANY (ARRAY['open'::text, 'working'::text, 'nurturing'::text, 'converted'::text, 'unqualified'::text]))),
  constraint a_lead_status_is_named_once UNIQUE (api_name)
);
create unique index one_default_lead_status ON lead_status USING btree (is_default) WHERE is_default;

create table list_view (
  id bigint not null,
  object_name text not null,
  api_name text not null,
  label text not null,
  filter jsonb,
  sort text,
  columns text[],
  owner_id bigint,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  created_by_id bigint,
  last_modified_at timestamp with time zone not null default now(),
  last_modified_by_id bigint,
  constraint list_view_pkey PRIMARY KEY (id),
  constraint a_list_view_has_a_name CHECK (((length(label) >= 1) AND (length(label) <= 40))),
  constraint an_object_names_a_list_view_once UNIQUE (object_name, api_name),
  constraint list_view_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES app_user(id),
  constraint what_came_with_assay_is_shared CHECK (((owner_id IS NOT NULL) OR (shared_at IS NOT NULL)))
);
create unique index a_person_calls_one_list_view_by_a_name ON list_view USING btree (COALESCE(owner_id, (0)::bigint), object_name, lower(label));

create table list_view_default (
  user_id bigint not null,
  object_name text not null,
  view_id bigint not null,
  constraint list_view_default_pkey PRIMARY KEY (user_id, object_name),
  constraint list_view_default_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id),
  constraint list_view_default_view_id_fkey FOREIGN KEY (view_id) REFERENCES list_view(id) ON DELETE CASCADE
);
create index list_view_default_by_view ON list_view_default USING btree (view_id);

create table mail_attempt (
  message_id bigint not null,
  number integer not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  outcome text,
  answer text,
  constraint mail_attempt_pkey PRIMARY KEY (message_id, number),
  constraint an_attempt_has_a_known_outcome CHECK ((outcome = ANY (ARRAY['sent'::text, 'failed'::text, 'unknown'::text]))),
  constraint mail_attempt_message_id_fkey FOREIGN KEY (message_id) REFERENCES mail_message(id) ON DELETE CASCADE
);

create table mail_message (
  id bigint not null,
  kind text not null,
  purpose text not null,
  person_id bigint,
  to_address text not null,
  to_name text,
  subject text not null,
  text_body text,
  html_body text,
  carries_secret boolean not null default false,
  state text not null default 'queued'::text,
  reason text,
  attempts integer not null default 0,
  next_try_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  calendars jsonb,
  constraint mail_message_pkey PRIMARY KEY (id),
  constraint a_header_is_one_line CHECK (((to_address !~ '[\r\n]'::text) AND (COALESCE(to_name, ''::text) !~ '[\r\n]'::text) AND (subject !~ '[\r\n]'::text))),
  constraint a_message_answers_somebody_or_is_part_of_a_campaign CHECK ((kind = ANY (ARRAY['transactional'::text, 'campaign'::text]))),
  constraint a_message_is_in_a_known_state CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'suppressed'::text])))
);
create index mail_message_by_created ON mail_message USING btree (created_at, id);
create index mail_message_by_person ON mail_message USING btree (person_id, created_at) WHERE (person_id IS NOT NULL);
create index mail_message_by_state ON mail_message USING btree (state, created_at, id);
create index mail_message_due ON mail_message USING btree (next_try_at, id) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]));
create index mail_message_to_address ON mail_message USING btree (lower(to_address), purpose, created_at);

create table match_key_scheme (
  object_name text not null,
  scheme integer not null,
  keyed_up_to bigint not null default 0,
  constraint match_key_scheme_pkey PRIMARY KEY (object_name)
);

create table match_model (
  kind text not null,
  model jsonb not null,
  records bigint not null,
  learned_at timestamp with time zone not null,
  constraint match_model_pkey PRIMARY KEY (kind),
  constraint a_model_is_of_persons_or_accounts CHECK ((kind = ANY (ARRAY['Person'::text, 'Account'::text])))
);

create table match_stop_key (
  object_name text not null,
  key integer not null,
  constraint match_stop_key_pkey PRIMARY KEY (object_name, key)
);

create table member_status_period (
  id bigint not null,
  campaign_id bigint not null,
  person_id bigint not null,
  member_id bigint not null,
  status text not null,
  has_responded boolean not null,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  by_id bigint,
  source text,
  until_by_id bigint,
  until_source text,
  constraint member_status_period_pkey PRIMARY KEY (id)
);
create index member_status_period_by_campaign ON member_status_period USING btree (campaign_id, until, since);
create index member_status_period_by_person ON member_status_period USING btree (person_id, campaign_id, since);

create table merge (
  id bigint not null,
  object_name text not null,
  master_id bigint not null,
  loser_ids bigint[] not null,
  chosen_values jsonb not null,
  before jsonb not null,
  moved jsonb not null,
  merged_at timestamp with time zone not null,
  merged_by_id bigint not null,
  undone_at timestamp with time zone,
  undone_by_id bigint,
  constraint merge_pkey PRIMARY KEY (id)
);
create index merge_by_loser ON merge USING gin (loser_ids);
create index merge_by_master ON merge USING btree (master_id);
create index merge_by_merged ON merge USING btree (merged_at, id);

create table metadata_package (
  id bigint not null,
  content jsonb not null,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  constraint metadata_package_pkey PRIMARY KEY (id)
);
create index metadata_package_by_created ON metadata_package USING btree (created_at);

create table nomination (
  id bigint not null,
  campaign_id bigint not null,
  person_id bigint not null,
  state text not null,
  reason text,
  status_before text,
  proposed_at timestamp with time zone not null,
  proposed_by_id bigint not null,
  decided_at timestamp with time zone,
  decided_by_id bigint,
  decision_reason text,
  constraint nomination_pkey PRIMARY KEY (id),
  constraint a_decision_says_who_and_when CHECK (((state <> ALL (ARRAY['approved'::text, 'rejected'::text])) OR ((decided_at IS NOT NULL) AND (decided_by_id IS NOT NULL)))),
  constraint a_nomination_is_in_a_known_state CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text]))),
  constraint a_rejection_says_why CHECK (((state <> 'rejected'::text) OR (decision_reason IS NOT NULL))),
  constraint nomination_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES nomination_plan(campaign_id),
  constraint nomination_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
create index nomination_by_campaign ON nomination USING btree (campaign_id, state, proposed_at, id);
create index nomination_by_person ON nomination USING btree (person_id, campaign_id);
create index nomination_by_proposer ON nomination USING btree (campaign_id, proposed_by_id, state);

create table nomination_approver (
  campaign_id bigint not null,
  user_id bigint not null,
  constraint nomination_approver_pkey PRIMARY KEY (campaign_id, user_id),
  constraint nomination_approver_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES nomination_plan(campaign_id) ON DELETE CASCADE,
  constraint nomination_approver_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id)
);
create index nomination_approver_by_user ON nomination_approver USING btree (user_id);

create table nomination_plan (
  campaign_id bigint not null,
  quota integer,
  closes_on date,
  needs text not null default 'email'::text,
  previous_campaign_id bigint,
  proposed_status_id bigint,
  approved_status_id bigint,
  rejected_status_id bigint,
  sent_status_id bigint,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint nomination_plan_pkey PRIMARY KEY (campaign_id),
  constraint a_campaign_is_not_its_own_predecessor CHECK ((previous_campaign_id <> campaign_id)),
  constraint a_nomination_needs_a_known_way_to_its_person CHECK ((needs = ANY (ARRAY['email'::text, 'postal_address'::text, 'nothing'::text]))),
  constraint a_quota_lets_one_be_proposed CHECK ((quota > 0)),
  constraint nomination_plan_approved_status_id_fkey FOREIGN KEY (approved_status_id) REFERENCES campaign_member_status(id) ON DELETE SET NULL,
  constraint nomination_plan_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  constraint nomination_plan_previous_campaign_id_fkey FOREIGN KEY (previous_campaign_id) REFERENCES campaign(id),
  constraint nomination_plan_proposed_status_id_fkey FOREIGN KEY (proposed_status_id) REFERENCES campaign_member_status(id) ON DELETE SET NULL,
  constraint nomination_plan_rejected_status_id_fkey FOREIGN KEY (rejected_status_id) REFERENCES campaign_member_status(id) ON DELETE SET NULL,
  constraint nomination_plan_sent_status_id_fkey FOREIGN KEY (sent_status_id) REFERENCES campaign_member_status(id) ON DELETE SET NULL
);

create table nomination_reminder (
  campaign_id bigint not null,
  user_id bigint not null,
  about text not null,
  sent_at timestamp with time zone not null,
  constraint nomination_reminder_pkey PRIMARY KEY (campaign_id, user_id, about),
  constraint a_reminder_is_about_something_known CHECK ((about = ANY (ARRAY['approving'::text, 'proposing'::text]))),
  constraint nomination_reminder_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES nomination_plan(campaign_id) ON DELETE CASCADE
);

create table note (
  id bigint not null,
  parent_id bigint not null,
  person_id bigint,
  owner_id bigint not null,
  title text not null,
  body text,
  is_private boolean not null default false,
  deleted_at timestamp with time zone,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint note_pkey PRIMARY KEY (id)
);
create index note_by_created ON note USING btree (created_at, id);
create index note_by_person ON note USING btree (person_id, created_at) WHERE (person_id IS NOT NULL);
create index note_in_bin ON note USING btree (deleted_at, id) WHERE (deleted_at IS NOT NULL);
create index note_of_parent ON note USING btree (parent_id, created_at);

create table oauth_code (
  code_hash text not null,
  app_id bigint not null,
  user_id bigint not null,
  scopes text[] not null,
  redirect_uri text not null,
  code_challenge text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  grant_id bigint,
  nonce text,
  constraint oauth_code_pkey PRIMARY KEY (code_hash),
  constraint oauth_code_app_id_fkey FOREIGN KEY (app_id) REFERENCES connected_app(id) ON DELETE CASCADE,
  constraint oauth_code_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES oauth_grant(id) ON DELETE CASCADE,
  constraint oauth_code_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);
create index oauth_code_by_end ON oauth_code USING btree (expires_at);

create table oauth_grant (
  id bigint not null,
  app_id bigint,
  user_id bigint not null,
  flow text not null,
  scopes text[] not null,
  refresh_hash text,
  address text,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint oauth_grant_pkey PRIMARY KEY (id),
  constraint a_refresh_token_belongs_to_one_grant UNIQUE (refresh_hash),
  constraint oauth_grant_app_id_fkey FOREIGN KEY (app_id) REFERENCES connected_app(id) ON DELETE CASCADE,
  constraint oauth_grant_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);
create index oauth_grant_by_app ON oauth_grant USING btree (app_id, id) WHERE (revoked_at IS NULL);
create index oauth_grant_by_user ON oauth_grant USING btree (user_id, id) WHERE (revoked_at IS NULL);

create table object_permission (
  object_id bigint not null,
  role text not null,
  may text not null,
  constraint object_permission_pkey PRIMARY KEY (object_id, role),
  constraint a_permission_is_spelt_crud CHECK ((may ~ '^c?r?u?d?$'::text)),
  constraint an_administrator_may_everything CHECK ((role <> 'administrator'::text)),
  constraint object_permission_object_id_fkey FOREIGN KEY (object_id) REFERENCES custom_object(id) ON DELETE CASCADE
);

create table opportunity (
  id bigint not null,
  account_id bigint,
  owner_id bigint not null,
  name text not null,
  stage_name text not null,
  amount numeric(18,2),
  no_amount_reason text,
  probability numeric(5,2) not null,
  forecast_category text not null,
  forecast_category_name text not null,
  close_date date not null,
  type text,
  next_step text,
  lead_source text,
  campaign_id bigint,
  total_opportunity_quantity numeric(18,2),
  is_private boolean not null default false,
  description text,
  loss_reason text,
  vetting_failure text,
  closed_at timestamp with time zone,
  won_at timestamp with time zone,
  push_count integer not null default 0,
  last_stage_change_at timestamp with time zone,
  last_activity_date date,
  last_viewed_at timestamp with time zone,
  search tsvector,
  import_id bigint,
  deleted_at timestamp with time zone,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  collected numeric(18,2) not null default 0,
  constraint opportunity_pkey PRIMARY KEY (id),
  constraint a_probability_is_a_percentage CHECK (((probability >= (0)::numeric) AND (probability <= (100)::numeric))),
  constraint a_won_opportunity_is_closed CHECK (((won_at IS NULL) OR (closed_at IS NOT NULL))),
  constraint opportunity_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint opportunity_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
);
create index opportunity_by_account ON opportunity USING btree (account_id);
create index opportunity_by_campaign ON opportunity USING btree (campaign_id) INCLUDE (amount, collected, won_at, deleted_at) WHERE (campaign_id IS NOT NULL);
create index opportunity_by_changed ON opportunity USING btree (last_modified_at, id);
create index opportunity_by_close_date ON opportunity USING btree (close_date, id);
create index opportunity_by_created ON opportunity USING btree (created_at, id);
create index opportunity_by_import ON opportunity USING btree (import_id) WHERE (import_id IS NOT NULL);
create index opportunity_by_name ON opportunity USING btree (lower(name), id);
create index opportunity_by_owner ON opportunity USING btree (owner_id, close_date);
create index opportunity_by_stage ON opportunity USING btree (stage_name, close_date);
create index opportunity_by_won ON opportunity USING btree (won_at, id) WHERE (won_at IS NOT NULL);
create index opportunity_by_word ON opportunity USING gin (search);
create index opportunity_in_bin ON opportunity USING btree (deleted_at, id) WHERE (deleted_at IS NOT NULL);

create table opportunity_contact_role (
  id bigint not null,
  opportunity_id bigint not null,
  contact_id bigint not null,
  role text,
  is_primary boolean not null default false,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint opportunity_contact_role_pkey PRIMARY KEY (id),
  constraint opportunity_contact_role_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id),
  constraint opportunity_contact_role_opportunity_id_fkey FOREIGN KEY (opportunity_id) REFERENCES opportunity(id)
);
create unique index one_primary_contact ON opportunity_contact_role USING btree (opportunity_id) WHERE is_primary;
create index opportunity_contact_role_by_contact ON opportunity_contact_role USING btree (contact_id);
create index opportunity_contact_role_by_opportunity ON opportunity_contact_role USING btree (opportunity_id);

create table opportunity_history (
  id bigint not null,
  opportunity_id bigint not null,
  stage_name text not null,
  amount numeric(18,2),
  expected_revenue numeric(18,2),
  close_date date not null,
  probability numeric(5,2) not null,
  forecast_category text not null,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  constraint opportunity_history_pkey PRIMARY KEY (id),
  constraint opportunity_history_opportunity_id_fkey FOREIGN KEY (opportunity_id) REFERENCES opportunity(id) ON DELETE CASCADE
);
create index opportunity_history_of_opportunity ON opportunity_history USING btree (opportunity_id, id);

create table opportunity_stage (
  id bigint not null,
  api_name text not null,
  master_label text not null,
  sort_order integer not null,
  is_active boolean not null default true,
  is_closed boolean not null default false,
  is_won boolean not null default false,
  forecast_category text not null,
  forecast_category_name text not null,
  default_probability numeric(5,2) not null,
  description text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  created_by_id bigint,
  last_modified_at timestamp with time zone not null default now(),
  last_modified_by_id bigint,
  constraint opportunity_stage_pkey PRIMARY KEY (id),
  constraint a_probability_is_a_percentage CHECK (((default_probability >= (0)::numeric) AND (default_probability <= (100)::numeric))),
  constraint an_opportunity_stage_is_named_once UNIQUE (api_name),
  constraint only_a_closed_stage_is_won CHECK ((is_closed OR (NOT is_won)))
);

create table org_copy (
  source_id text not null,
  address text not null,
  started_at timestamp with time zone not null,
  started_by_id bigint not null,
  finished_at timestamp with time zone,
  constraint org_copy_pkey PRIMARY KEY (source_id)
);

create table org_copy_object (
  source_id text not null,
  object_name text not null,
  job_id text,
  place text,
  is_read boolean not null default false,
  rows_read bigint not null default 0,
  rows_kept bigint not null default 0,
  notes jsonb not null default '{}'::jsonb,
  constraint org_copy_object_pkey PRIMARY KEY (source_id, object_name),
  constraint org_copy_object_source_id_fkey FOREIGN KEY (source_id) REFERENCES org_copy(source_id) ON DELETE CASCADE
);

create table org_copy_record (
  source_id text not null,
  object_name text not null,
  their_id text collate "C" not null,
  record_id bigint not null,
  bytes_awaited bigint,
  constraint org_copy_record_pkey PRIMARY KEY (source_id, their_id),
  constraint org_copy_record_source_id_fkey FOREIGN KEY (source_id) REFERENCES org_copy(source_id) ON DELETE CASCADE
);
create index org_copy_record_awaited ON org_copy_record USING btree (source_id, their_id) WHERE (bytes_awaited IS NOT NULL);
create index org_copy_record_of_object ON org_copy_record USING btree (source_id, object_name, their_id);

create table org_copy_reference (
  source_id text not null,
  object_name text not null,
  record_id bigint not null,
  field text not null,
  their_id text collate "C" not null,
  constraint org_copy_reference_pkey PRIMARY KEY (source_id, object_name, field, record_id),
  constraint org_copy_reference_source_id_fkey FOREIGN KEY (source_id) REFERENCES org_copy(source_id) ON DELETE CASCADE
);

create table org_secret (
  only_row boolean not null default true,
  secret text not null,
  constraint org_secret_pkey PRIMARY KEY (only_row),
  constraint there_is_one_secret_to_seal_with CHECK (only_row)
);

create table payment (
  id bigint not null,
  opportunity_id bigint not null,
  amount numeric(18,2) not null,
  received_on date not null,
  method text,
  reference text,
  invoice_number text,
  note text,
  import_id bigint,
  deleted_at timestamp with time zone,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint payment_pkey PRIMARY KEY (id),
  constraint a_payment_is_of_some_amount CHECK ((amount <> (0)::numeric)),
  constraint payment_opportunity_id_fkey FOREIGN KEY (opportunity_id) REFERENCES opportunity(id)
);
create index payment_by_changed ON payment USING btree (last_modified_at, id);
create index payment_by_created ON payment USING btree (created_at, id);
create index payment_by_import ON payment USING btree (import_id) WHERE (import_id IS NOT NULL);
create index payment_by_invoice ON payment USING btree (lower(invoice_number)) WHERE (invoice_number IS NOT NULL);
create index payment_by_received ON payment USING btree (received_on, id);
create index payment_in_bin ON payment USING btree (deleted_at, id) WHERE (deleted_at IS NOT NULL);
create index payment_of_opportunity ON payment USING btree (opportunity_id, received_on, id);
create unique index payment_reference_is_unique ON payment USING btree (lower(reference)) WHERE ((reference IS NOT NULL) AND (deleted_at IS NULL));
create statistics payment_by_invoice ON lower(invoice_number) FROM payment;

create table person (
  id bigint not null,
  created_at timestamp with time zone not null,
  merged_into_id bigint,
  constraint person_pkey PRIMARY KEY (id),
  constraint person_merged_into_id_fkey FOREIGN KEY (merged_into_id) REFERENCES person(id)
);
create index person_by_merged_into ON person USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL);

create table push_topic (
  id bigint not null,
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
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint push_topic_pkey PRIMARY KEY (id)
);
create unique index a_push_topic_name_is_unique ON push_topic USING btree (lower(name));

create table recent_item (
  user_id bigint not null,
  record_id bigint not null,
  viewed_at timestamp with time zone not null,
  constraint a_user_looked_at_a_record_last_once PRIMARY KEY (user_id, record_id),
  constraint recent_item_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);
create index recent_item_of_user ON recent_item USING btree (user_id, viewed_at);

create table recovery_code (
  user_id bigint not null,
  code_hash text not null,
  constraint a_recovery_code_is_one_of_its_users PRIMARY KEY (user_id, code_hash),
  constraint recovery_code_user_id_fkey FOREIGN KEY (user_id) REFERENCES authenticator(user_id) ON DELETE CASCADE
);

create table segment (
  id bigint not null,
  name text not null,
  description text,
  condition jsonb not null,
  owner_id bigint not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint segment_pkey PRIMARY KEY (id),
  constraint a_segment_has_a_name CHECK (((length(name) >= 1) AND (length(name) <= 80))),
  constraint segment_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES app_user(id)
);
create unique index a_segment_is_named_once ON segment USING btree (lower(name));

create table segment_use (
  segment_id bigint not null,
  uses_id bigint not null,
  constraint segment_use_pkey PRIMARY KEY (segment_id, uses_id),
  constraint a_segment_does_not_ask_for_itself CHECK ((segment_id <> uses_id)),
  constraint a_segment_in_use_is_not_deleted FOREIGN KEY (uses_id) REFERENCES segment(id),
  constraint segment_use_segment_id_fkey FOREIGN KEY (segment_id) REFERENCES segment(id) ON DELETE CASCADE
);
create index segment_use_by_used ON segment_use USING btree (uses_id);

create table session (
  token_hash text not null,
  user_id bigint not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  address text,
  user_agent text,
  constraint session_pkey PRIMARY KEY (token_hash),
  constraint session_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);
create index session_by_user ON session USING btree (user_id);

create table session_booking (
  registration_id bigint not null,
  session_id bigint not null,
  state text not null,
  waiting_from timestamp with time zone not null,
  booked_at timestamp with time zone,
  constraint session_booking_pkey PRIMARY KEY (registration_id, session_id),
  constraint a_booking_is_in_a_known_state CHECK ((state = ANY (ARRAY['booked'::text, 'waiting'::text, 'cancelled'::text]))),
  constraint session_booking_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES event_registration(id),
  constraint session_booking_session_id_fkey FOREIGN KEY (session_id) REFERENCES event_session(id)
);
create index session_booking_by_session ON session_booking USING btree (session_id, state, waiting_from, registration_id);

create table session_check_in (
  id bigint not null,
  session_id bigint not null,
  person_id bigint not null,
  checked_in_at timestamp with time zone not null,
  checked_in_by_id bigint,
  undone_at timestamp with time zone,
  undone_by_id bigint,
  constraint session_check_in_pkey PRIMARY KEY (id),
  constraint session_check_in_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint session_check_in_session_id_fkey FOREIGN KEY (session_id) REFERENCES event_session(id)
);
create index session_check_in_by_person ON session_check_in USING btree (person_id);
create index session_check_in_of_session ON session_check_in USING btree (session_id, person_id) WHERE (undone_at IS NULL);

create table setting (
  name text not null,
  value jsonb not null,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint setting_pkey PRIMARY KEY (name)
);

create table sign_in (
  id bigint not null,
  user_id bigint not null,
  happened_at timestamp with time zone not null,
  way text not null,
  app_id bigint,
  address text,
  user_agent text,
  refused_because text,
  constraint sign_in_pkey PRIMARY KEY (id),
  constraint sign_in_app_id_fkey FOREIGN KEY (app_id) REFERENCES connected_app(id) ON DELETE SET NULL,
  constraint sign_in_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);
create index sign_in_by_app ON sign_in USING btree (app_id) WHERE (app_id IS NOT NULL);
create index sign_in_by_time ON sign_in USING btree (happened_at, id);
create index sign_in_by_user ON sign_in USING btree (user_id, happened_at);

create table sign_in_link (
  token_hash text not null,
  user_id bigint not null,
  purpose text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint sign_in_link_pkey PRIMARY KEY (token_hash),
  constraint a_link_has_a_purpose CHECK ((purpose = ANY (ARRAY['invitation'::text, 'password'::text]))),
  constraint sign_in_link_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);

create table signing_key (
  kid text not null,
  public_key jsonb not null,
  created_at timestamp with time zone not null,
  locked_private_key text,
  locked_by text,
  constraint signing_key_pkey PRIMARY KEY (kid),
  constraint what_is_locked_says_by_which_key CHECK (((locked_private_key IS NULL) = (locked_by IS NULL)))
);

create table soql_cursor (
  id bigint not null,
  user_id bigint,
  text text not null,
  with_deleted boolean not null,
  child_path integer[] not null default '{}'::integer[],
  page_size integer not null,
  total_size integer not null,
  opened_at timestamp with time zone not null,
  constraint soql_cursor_pkey PRIMARY KEY (id)
);
create index soql_cursor_by_opened ON soql_cursor USING btree (opened_at);
create index soql_cursor_by_user ON soql_cursor USING btree (user_id, opened_at);

create table soql_cursor_page (
  cursor_id bigint not null,
  page integer not null,
  ids bigint[] not null,
  constraint soql_cursor_page_pkey PRIMARY KEY (cursor_id, page),
  constraint soql_cursor_page_cursor_id_fkey FOREIGN KEY (cursor_id) REFERENCES soql_cursor(id) ON DELETE CASCADE
);

create table stored_file (
  id bigint not null,
  name text not null,
  byte_size bigint not null default 0,
  sha256 text,
  encoding jsonb,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  completed_at timestamp with time zone,
  constraint stored_file_pkey PRIMARY KEY (id)
);
create index stored_file_by_content ON stored_file USING btree (sha256) WHERE (sha256 IS NOT NULL);

create table stored_file_piece (
  file_id bigint not null,
  number integer not null,
  bytes bytea not null,
  constraint stored_file_piece_pkey PRIMARY KEY (file_id, number),
  constraint stored_file_piece_file_id_fkey FOREIGN KEY (file_id) REFERENCES stored_file(id) ON DELETE CASCADE
);

create table stream_event (
  id bigint not null,
  channel text not null,
  type text not null,
  record_ids bigint[] not null,
  actor_id bigint,
  payload jsonb not null,
  happened_at timestamp with time zone not null,
  sequence integer not null,
  constraint stream_event_pkey PRIMARY KEY (id)
);
create index stream_event_by_moment ON stream_event USING btree (happened_at);

create table stream_position (
  only_one boolean not null default true,
  last_id bigint not null,
  constraint stream_position_pkey PRIMARY KEY (only_one),
  constraint stream_position_only_one_check CHECK (only_one)
);

create table streaming_channel (
  id bigint not null,
  name text not null,
  description text,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint streaming_channel_pkey PRIMARY KEY (id)
);
create unique index a_streaming_channel_name_is_unique ON streaming_channel USING btree (lower(name));

create table task (
  id bigint not null,
  owner_id bigint not null,
  who_id bigint,
  what_id bigint,
  person_id bigint,
  subject text not null,
  activity_date date,
  status text not null default 'Not Started'::text,
  priority text not null default 'Normal'::text,
  type text,
  task_subtype text,
  activity_kind text,
  call_type text,
  call_disposition text,
  call_duration_in_seconds bigint,
  description text,
  completed_at timestamp with time zone,
  import_id bigint,
  search tsvector,
  deleted_at timestamp with time zone,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  cost numeric(18,2),
  is_reminder_set boolean not null default false,
  reminder_date_time timestamp with time zone,
  call_object text,
  constraint task_pkey PRIMARY KEY (id),
  constraint what_a_task_costs_is_not_negative CHECK ((cost >= (0)::numeric))
);
create index task_by_changed ON task USING btree (last_modified_at, id);
create index task_by_created ON task USING btree (created_at, id);
create index task_by_owner ON task USING btree (owner_id, activity_date) WHERE ((completed_at IS NULL) AND (deleted_at IS NULL));
create index task_by_person ON task USING btree (person_id, created_at) WHERE (person_id IS NOT NULL);
create index task_by_what ON task USING btree (what_id, created_at) WHERE (what_id IS NOT NULL);
create index task_by_who ON task USING btree (who_id, created_at) WHERE (who_id IS NOT NULL);
create index task_in_bin ON task USING btree (deleted_at, id) WHERE (deleted_at IS NOT NULL);
create index task_to_remind_of ON task USING btree (reminder_date_time) WHERE (is_reminder_set AND (completed_at IS NULL) AND (deleted_at IS NULL));

create table used_assertion (
  app_id bigint not null,
  jti text not null,
  expires_at timestamp with time zone not null,
  constraint an_assertion_is_used_once PRIMARY KEY (app_id, jti),
  constraint used_assertion_app_id_fkey FOREIGN KEY (app_id) REFERENCES connected_app(id) ON DELETE CASCADE
);

create table used_refresh_token (
  token_hash text not null,
  grant_id bigint not null,
  used_at timestamp with time zone not null,
  constraint used_refresh_token_pkey PRIMARY KEY (token_hash),
  constraint used_refresh_token_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES oauth_grant(id) ON DELETE CASCADE
);
create index used_refresh_token_by_grant ON used_refresh_token USING btree (grant_id);
create index used_refresh_token_by_use ON used_refresh_token USING btree (used_at);

create table user_group (
  id bigint not null,
  name text not null,
  developer_name text,
  type text not null default 'Queue'::text,
  email text,
  search tsvector,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint user_group_pkey PRIMARY KEY (id),
  constraint a_group_name_is_used_once UNIQUE (name)
);

create table web_form (
  id bigint not null,
  name text not null,
  fields jsonb not null,
  campaign_id bigint,
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
  deleted_at timestamp with time zone,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint web_form_pkey PRIMARY KEY (id),
  constraint web_form_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
);
create index web_form_by_campaign ON web_form USING btree (campaign_id) WHERE (campaign_id IS NOT NULL);
create index web_form_by_created ON web_form USING btree (created_at, id);

create table webhook (
  id bigint not null,
  name text not null,
  url text not null,
  secret text not null,
  events text[] not null,
  objects text[] not null default '{}'::text[],
  runs_as_id bigint not null,
  disabled_at timestamp with time zone,
  failing_since timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_id bigint,
  last_modified_at timestamp with time zone not null,
  last_modified_by_id bigint,
  constraint webhook_pkey PRIMARY KEY (id),
  constraint a_webhook_hears_of_something CHECK ((cardinality(events) > 0)),
  constraint webhook_runs_as_id_fkey FOREIGN KEY (runs_as_id) REFERENCES app_user(id)
);

create table webhook_delivery (
  id bigint not null,
  webhook_id bigint not null,
  event_id bigint not null,
  event_type text not null,
  happened_at timestamp with time zone not null,
  body text not null,
  state text not null,
  attempts integer not null default 0,
  next_try_at timestamp with time zone,
  tried_at timestamp with time zone,
  ended_at timestamp with time zone,
  status integer,
  answer text,
  problem text,
  took_ms integer,
  created_at timestamp with time zone not null,
  waiting_since timestamp with time zone not null,
  constraint webhook_delivery_pkey PRIMARY KEY (id),
  constraint a_waiting_delivery_has_a_next_try CHECK (((state = 'waiting'::text) = (next_try_at IS NOT NULL))),
  constraint a_webhook_delivery_is_in_a_known_state CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'dead'::text]))),
  constraint a_webhook_hears_of_an_event_once UNIQUE (webhook_id, event_id),
  constraint webhook_delivery_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhook(id) ON DELETE CASCADE
);
create index webhook_delivery_by_state ON webhook_delivery USING btree (webhook_id, state, event_id);
create index webhook_delivery_due ON webhook_delivery USING btree (webhook_id, next_try_at, id) WHERE (state = 'waiting'::text);
create index webhook_delivery_ended ON webhook_delivery USING btree (ended_at) WHERE (state <> 'waiting'::text);
