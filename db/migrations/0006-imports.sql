-- Files people sent, kept in pieces so that any node can read them, and what became of each row of each import.
create table stored_file (
  id bigint primary key,
  name text not null,
  byte_size bigint not null default 0,
  sha256 text,
  encoding jsonb,
  created_at timestamptz not null,
  created_by_id bigint,
  completed_at timestamptz
);
create index stored_file_by_content on stored_file (sha256) where sha256 is not null;

-- Every piece but the last has 262,144 bytes, so a place in the file names its piece.
create table stored_file_piece (
  file_id bigint not null references stored_file (id) on delete cascade,
  number integer not null,
  bytes bytea not null,
  primary key (file_id, number)
);
-- Compressing what is read once costs more than it saves.
alter table stored_file_piece alter column bytes set storage external;

create table import (
  id bigint primary key,
  file_id bigint not null references stored_file (id),
  file_name text not null,
  object_name text,
  state text not null,
  layout jsonb,
  guesses jsonb not null default '[]',
  mapping jsonb not null default '[]',
  options jsonb not null default '{}',
  columns_key text,
  problem text,
  -- Reading goes on here; moved in the same transaction as the rows it covers.
  next_byte bigint not null default 0,
  next_line bigint not null default 1,
  rows_read bigint not null default 0,
  rows_created bigint not null default 0,
  rows_updated bigint not null default 0,
  rows_known bigint not null default 0,
  rows_skipped bigint not null default 0,
  rows_refused bigint not null default 0,
  notes jsonb not null default '{}',
  pending_done boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  started_at timestamptz,
  finished_at timestamptz,
  undone_at timestamptz,
  undone_by_id bigint,
  constraint an_import_is_in_a_known_state check (state in ('ready', 'checking', 'checked', 'running', 'paused', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
  constraint an_import_counts_every_row_once check (rows_read = rows_created + rows_updated + rows_known + rows_skipped + rows_refused)
);
create index import_by_created on import (created_at, id);

-- Why a row was refused, with the row itself, so that it can be mended and sent again.
create table import_refusal (
  import_id bigint not null references import (id) on delete cascade,
  line bigint not null,
  number integer not null,
  kind text not null,
  field text,
  reason text not null,
  cells text[] not null,
  primary key (import_id, line, number),
  constraint a_row_was_refused_or_noted check (kind in ('refused', 'skipped', 'noted'))
);

-- Values before and after, of records an import changed: what undoing it needs.
create table import_change (
  import_id bigint not null references import (id) on delete cascade,
  record_id bigint not null,
  before jsonb not null,
  after jsonb not null,
  primary key (import_id, record_id)
);

-- What a file calls a record: later files refer to it by the same words, and bring it no second time.
create table import_key (
  object_name text not null,
  key_name text not null,
  value text not null,
  record_id bigint not null,
  import_id bigint not null references import (id) on delete cascade,
  primary key (object_name, key_name, value)
);
create index import_key_by_value on import_key (object_name, value);
create index import_key_by_import on import_key (import_id);

-- A reference to a record of the same file that comes further down.
create table import_link (
  import_id bigint not null references import (id) on delete cascade,
  record_id bigint not null,
  line bigint not null,
  field text not null,
  by_field text not null,
  value text not null,
  primary key (import_id, record_id, field)
);

-- How columns of these names were mapped the last time.
create table import_mapping (
  columns_key text not null,
  object_name text not null,
  mapping jsonb not null,
  options jsonb not null,
  used_at timestamptz not null,
  used_by_id bigint,
  primary key (columns_key)
);
