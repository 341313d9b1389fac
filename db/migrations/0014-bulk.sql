-- Bulk jobs of Salesforce's dialect: what was sent to us in pieces of whole rows, what became of each, and what queries brought.
create table bulk_job (
  id bigint primary key,
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
  options jsonb not null default '{}',
  state text not null,
  problem text,
  created_at timestamptz not null,
  created_by_id bigint not null,
  changed_at timestamptz not null,
  constraint a_bulk_job_speaks_a_known_dialect check (api in ('v1', 'v2')),
  constraint a_bulk_job_is_in_a_known_state check (state in ('Open', 'Closed', 'UploadComplete', 'InProgress', 'JobComplete', 'Failed', 'Aborted')),
  constraint a_bulk_query_says_what_it_asks check (operation not in ('query', 'queryAll') or api = 'v1' or query is not null)
);
create index bulk_job_by_created on bulk_job (created_at, id);
create index bulk_job_at_work on bulk_job (id) where state in ('Open', 'Closed', 'UploadComplete', 'InProgress');

create table bulk_batch (
  id bigint primary key,
  job_id bigint not null references bulk_job (id) on delete cascade,
  number integer not null,
  state text not null,
  problem text,
  header text[],
  query text,
  -- Of a query that was parted: the ids this batch covers.
  from_id bigint,
  until_id bigint,
  byte_size bigint not null default 0,
  rows_sent bigint not null default 0,
  -- Counts the beginnings of a query: what an earlier one still writes is left out.
  attempt integer not null default 0,
  rows_processed bigint not null default 0,
  rows_failed bigint not null default 0,
  worked_ms bigint not null default 0,
  created_at timestamptz not null,
  -- Moves with every piece, so that a batch whose worker died is taken up by another.
  changed_at timestamptz not null,
  unique (job_id, number),
  constraint a_bulk_batch_is_in_a_known_state check (state in ('Receiving', 'Queued', 'InProgress', 'Completed', 'Failed', 'NotProcessed')),
  constraint a_bulk_batch_fails_no_more_rows_than_it_has check (rows_failed <= rows_processed)
);

-- Whole rows, as they were sent or as a query brought them. What became of those sent is kept beside them, row by row, in
-- the transaction that wrote them: a piece without it is still to be worked.
create table bulk_piece (
  batch_id bigint not null references bulk_batch (id) on delete cascade,
  number integer not null,
  first_row bigint not null,
  row_count integer not null,
  bytes bytea not null,
  ids text[],
  created boolean[],
  errors jsonb,
  primary key (batch_id, number)
);
-- Compressing what is read once or twice costs more than it saves.
alter table bulk_piece alter column bytes set storage external;
create index bulk_piece_by_row on bulk_piece (batch_id, first_row);
