-- What people decided about likely duplicates, and the journal from which a merge can be undone.
create table duplicate_verdict (
  left_id bigint not null,
  right_id bigint not null,
  verdict text not null,
  decided_at timestamptz not null,
  decided_by_id bigint not null,
  primary key (left_id, right_id),
  constraint a_pair_is_kept_in_order check (left_id < right_id),
  constraint a_verdict_is_known check (verdict in ('same', 'not_same', 'unsure'))
);
create index duplicate_verdict_by_right on duplicate_verdict (right_id);

create table merge (
  id bigint primary key,
  object_name text not null,
  master_id bigint not null,
  loser_ids bigint[] not null,
  chosen_values jsonb not null,
  before jsonb not null,
  moved jsonb not null,
  merged_at timestamptz not null,
  merged_by_id bigint not null,
  undone_at timestamptz,
  undone_by_id bigint
);
create index merge_by_master on merge (master_id);
