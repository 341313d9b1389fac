-- What an org's own records show of how their fields agree, and how far its records follow the present scheme of match keys.
create table match_model (
  kind text primary key,
  model jsonb not null,
  records bigint not null,
  learned_at timestamptz not null,
  constraint a_model_is_of_persons_or_accounts check (kind in ('Person', 'Account'))
);

create table match_key_scheme (
  object_name text primary key,
  scheme integer not null,
  keyed_up_to bigint not null default 0
);
insert into match_key_scheme (object_name, scheme) values ('Lead', 1), ('Contact', 1), ('Account', 1);

-- Keys that so many records share that they bring nobody together: a placeholder's number, a common name in a big town.
create table match_stop_key (
  object_name text not null,
  key integer not null,
  primary key (object_name, key)
);
