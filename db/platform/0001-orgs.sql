-- What stands above all orgs: which there are, and to which of them a user name belongs.
create table org (
  id bigint primary key,
  name text not null,
  schema_name text not null unique,
  created_at timestamptz not null default now(),
  constraint an_org_has_a_name check (length(name) between 1 and 80)
);

create table username (
  username text primary key,
  org_id bigint not null references org (id),
  constraint a_username_is_lower_case check (username = lower(username))
);

-- How the first administrator, and nobody else, gets in before there is any user.
create table first_run (
  token_hash text primary key,
  created_at timestamptz not null default now()
);
