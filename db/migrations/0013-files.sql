-- Files kept with records, in pieces; and what each user looked at lately.

create table attachment (
  id bigint primary key,
  parent_id bigint not null,
  owner_id bigint not null,
  name text not null,
  is_private boolean not null default false,
  content_type text,
  body_length bigint not null default 0,
  description text,
  deleted_at timestamptz,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint
);
create index attachment_of_parent on attachment (parent_id, created_at);
create index attachment_by_created on attachment (created_at, id);

-- A file, whatever became of it; its content stands in its versions.
create table content_document (
  id bigint primary key,
  owner_id bigint not null,
  title text not null,
  description text,
  deleted_at timestamptz,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint
);
create index content_document_by_created on content_document (created_at, id);

create table content_version (
  id bigint primary key,
  content_document_id bigint not null references content_document (id),
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
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_file_counts_its_versions unique (content_document_id, number)
);
create index content_version_by_created on content_version (created_at, id);

create table content_document_link (
  id bigint primary key,
  content_document_id bigint not null references content_document (id),
  linked_entity_id bigint not null,
  share_type text not null default 'V',
  visibility text not null default 'AllUsers',
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_file_is_linked_to_a_record_once unique (linked_entity_id, content_document_id)
);
create index content_document_link_of_document on content_document_link (content_document_id);

-- The bytes of an attachment or of a version of a file, a megabyte a row at most.
create table file_piece (
  record_id bigint not null,
  number integer not null,
  bytes bytea not null,
  constraint a_file_has_a_piece_once primary key (record_id, number),
  constraint a_piece_has_a_megabyte_at_most check (octet_length(bytes) <= 1048576)
);
alter table file_piece alter column bytes set storage external;

create table recent_item (
  user_id bigint not null references app_user (id) on delete cascade,
  record_id bigint not null,
  viewed_at timestamptz not null,
  constraint a_user_looked_at_a_record_last_once primary key (user_id, record_id)
);
create index recent_item_of_user on recent_item (user_id, viewed_at);
