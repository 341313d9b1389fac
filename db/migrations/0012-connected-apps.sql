-- Programs that sign in for a user: connected apps, what users allowed them, the tokens they hold, and what they asked for.
create table connected_app (
  id bigint primary key,
  name text not null,
  description text,
  client_id text not null,
  -- The secret itself is shown once, to who made it.
  secret_hash text,
  needs_secret boolean not null,
  -- PEM of an X.509 certificate: with its key the app signs for users.
  certificate text,
  callback_urls text[] not null default '{}',
  scopes text[] not null,
  flows text[] not null,
  -- As whom the app signs in with nothing but its secret.
  run_as_id bigint references app_user (id),
  -- Roles whose users the app may sign in with a certificate although they never allowed it themselves.
  approved_roles text[] not null default '{}',
  built_in boolean not null default false,
  disabled_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_client_id_belongs_to_one_app unique (client_id),
  constraint an_app_has_known_flows check (flows <@ array['authorization_code', 'device', 'password', 'client_credentials', 'jwt_bearer']),
  constraint an_app_without_a_user_does_not_sign_in_by_itself check (not 'client_credentials' = any(flows) or run_as_id is not null),
  constraint an_app_without_a_certificate_signs_for_nobody check (not 'jwt_bearer' = any(flows) or certificate is not null)
);

-- The field's command line brings this client id and no secret; every org knows it.
insert into connected_app (id, name, description, client_id, needs_secret, callback_urls, scopes, flows, built_in, created_at, last_modified_at)
values (703687441776641, 'Command line (sf)', 'The sf command line and tools made like it, which all bring the client id PlatformCLI.', 'PlatformCLI', false,
  array['http://localhost:1717/OauthRedirect'], array['api', 'web', 'refresh_token', 'id', 'openid', 'profile', 'email'],
  array['authorization_code', 'device'], true, now(), now());

-- What a user allowed a program, once; everything the program holds hangs on it. Without an app: a sign-in by user name and password.
create table oauth_grant (
  id bigint primary key,
  app_id bigint references connected_app (id) on delete cascade,
  user_id bigint not null references app_user (id) on delete cascade,
  flow text not null,
  scopes text[] not null,
  refresh_hash text,
  address text,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  revoked_at timestamptz,
  constraint a_refresh_token_belongs_to_one_grant unique (refresh_hash)
);
create index oauth_grant_by_app on oauth_grant (app_id, id) where revoked_at is null;
create index oauth_grant_by_user on oauth_grant (user_id, id) where revoked_at is null;

create table access_token (
  token_hash text primary key,
  grant_id bigint not null references oauth_grant (id) on delete cascade,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index access_token_by_grant on access_token (grant_id);
create index access_token_by_end on access_token (expires_at);

-- Between a user's yes and the app's exchange. A code that comes twice was stolen: what it made ends.
create table oauth_code (
  code_hash text primary key,
  app_id bigint not null references connected_app (id) on delete cascade,
  user_id bigint not null references app_user (id) on delete cascade,
  scopes text[] not null,
  redirect_uri text not null,
  code_challenge text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  grant_id bigint references oauth_grant (id) on delete cascade
);
create index oauth_code_by_end on oauth_code (expires_at);

-- A device without a browser, waiting for somebody to type its code elsewhere.
create table device_request (
  device_hash text primary key,
  user_code text not null,
  app_id bigint not null references connected_app (id) on delete cascade,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  asked_at timestamptz,
  user_id bigint references app_user (id) on delete cascade,
  answer text,
  constraint a_user_code_belongs_to_one_device unique (user_code),
  constraint a_device_gets_a_known_answer check (answer is null or (answer in ('allowed', 'denied') and user_id is not null))
);
create index device_request_by_end on device_request (expires_at);

-- Assertions already used, for as long as they could be used again.
create table used_assertion (
  app_id bigint not null references connected_app (id) on delete cascade,
  jti text not null,
  expires_at timestamptz not null,
  constraint an_assertion_is_used_once primary key (app_id, jti)
);

-- A link that opens the web once for who holds a token of theirs.
create table front_door (
  door_hash text primary key,
  grant_id bigint not null references oauth_grant (id) on delete cascade,
  leads_to text not null,
  expires_at timestamptz not null
);

-- Calls of the API, counted by the hour.
create table api_use (
  hour timestamptz not null,
  user_id bigint,
  app_id bigint,
  family text not null,
  entity text,
  calls bigint not null,
  errors bigint not null,
  bytes bigint not null,
  milliseconds double precision not null,
  constraint use_is_counted_once_an_hour unique nulls not distinct (hour, user_id, app_id, family, entity)
);
