-- Why: marketing names the people it speaks to once. A segment keeps the condition alone; who fits it is asked, never kept.
create table segment (
  id bigint primary key,
  name text not null,
  description text,
  condition jsonb not null,
  owner_id bigint not null references app_user (id),
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_segment_has_a_name check (length(name) between 1 and 80)
);
create unique index a_segment_is_named_once on segment (lower(name));

-- Which segments the condition of one asks for: while it does, they stay.
create table segment_use (
  segment_id bigint not null references segment (id) on delete cascade,
  uses_id bigint not null,
  primary key (segment_id, uses_id),
  constraint a_segment_in_use_is_not_deleted foreign key (uses_id) references segment (id),
  constraint a_segment_does_not_ask_for_itself check (segment_id <> uses_id)
);
create index segment_use_by_used on segment_use (uses_id);
