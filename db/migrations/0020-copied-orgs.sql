-- An org copied from elsewhere: how far each object is, which record became which, and what is still to be joined.

create table org_copy (
  source_id text primary key,
  address text not null,
  started_at timestamptz not null,
  started_by_id bigint not null,
  finished_at timestamptz
);

create table org_copy_object (
  source_id text not null references org_copy (source_id) on delete cascade,
  object_name text not null,
  job_id text,
  -- Where the next page begins, in the words of the source.
  place text,
  is_read boolean not null default false,
  rows_read bigint not null default 0,
  rows_kept bigint not null default 0,
  -- Why rows were left out, or values in them, with how many.
  notes jsonb not null default '{}',
  primary key (source_id, object_name)
);

create table org_copy_record (
  source_id text not null references org_copy (source_id) on delete cascade,
  object_name text not null,
  their_id text collate "C" not null,
  record_id bigint not null,
  -- Bytes of a file that are still with the source.
  bytes_awaited bigint,
  primary key (source_id, their_id)
);
create index org_copy_record_of_object on org_copy_record (source_id, object_name, their_id);
create index org_copy_record_awaited on org_copy_record (source_id, their_id) where bytes_awaited is not null;

create table org_copy_reference (
  source_id text not null references org_copy (source_id) on delete cascade,
  object_name text not null,
  record_id bigint not null,
  field text not null,
  their_id text collate "C" not null,
  primary key (source_id, object_name, field, record_id)
);
