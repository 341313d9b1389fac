-- Duplicates looked for in the whole database: what a run found, what people said of a sample, and merging in bulk.
create table duplicate_run (
  id bigint primary key,
  scope text not null,
  state text not null,
  stage text not null,
  created_at timestamptz not null,
  created_by_id bigint not null,
  touched_at timestamptz not null,
  finished_at timestamptz,
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
  histogram jsonb not null default '[]',
  constraint a_run_has_a_scope check (scope in ('Lead', 'Contact', 'Account', 'LeadContact')),
  constraint a_run_has_a_state check (state in ('running', 'paused', 'done', 'failed', 'cancelled')),
  constraint a_run_has_a_stage check (stage in ('reading', 'comparing', 'grouping'))
);
-- Of one scope one run is at work at a time.
create unique index a_scope_has_one_run_at_work on duplicate_run (scope) where state in ('running', 'paused');

create table duplicate_pair (
  run_id bigint not null references duplicate_run (id) on delete cascade,
  left_id bigint not null,
  right_id bigint not null,
  probability real not null,
  primary key (run_id, left_id, right_id),
  constraint a_pair_found_is_kept_in_order check (left_id < right_id)
);

create table bulk_merge (
  id bigint primary key,
  run_id bigint not null references duplicate_run (id),
  certainty real not null,
  master_rule text not null,
  state text not null,
  created_at timestamptz not null,
  created_by_id bigint not null,
  touched_at timestamptz not null,
  finished_at timestamptz,
  problem text,
  expected bigint not null default 0,
  merged bigint not null default 0,
  refused bigint not null default 0,
  undone bigint not null default 0,
  next_n integer not null default 0,
  constraint a_master_is_chosen_by_a_rule check (master_rule in ('most_complete', 'most_recent', 'oldest', 'most_active')),
  constraint a_bulk_merge_has_a_state check (state in ('running', 'paused', 'done', 'failed', 'undoing', 'undone'))
);
create unique index a_run_is_merged_by_one_at_a_time on bulk_merge (run_id) where state in ('running', 'paused', 'undoing');

create table duplicate_group (
  run_id bigint not null references duplicate_run (id) on delete cascade,
  n integer not null,
  certainty real not null,
  record_ids bigint[] not null,
  weakest_left_id bigint not null,
  weakest_right_id bigint not null,
  weakest_probability real not null,
  bulk_merge_id bigint references bulk_merge (id),
  merge_id bigint,
  refusal text,
  primary key (run_id, n)
);
create index duplicate_group_by_certainty on duplicate_group (run_id, certainty desc, n);
create index duplicate_group_by_bulk_merge on duplicate_group (bulk_merge_id, n) where bulk_merge_id is not null;

-- What people said of pairs drawn at random at a certainty: from it the share of right merges is estimated.
create table duplicate_sample (
  run_id bigint not null references duplicate_run (id) on delete cascade,
  certainty real not null,
  is_above boolean not null,
  place integer not null,
  left_id bigint not null,
  right_id bigint not null,
  probability real not null,
  answer text,
  answered_at timestamptz,
  answered_by_id bigint,
  primary key (run_id, certainty, is_above, place),
  constraint a_sample_is_answered_in_words check (answer in ('same', 'not_same', 'unsure'))
);
