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
