-- What an org wants done when a record that is saved looks like one it has: rules, and the records some of them put aside to be looked at.
create table duplicate_rule (
  id bigint primary key,
  object_name text not null,
  api_name text not null,
  label text not null,
  is_active boolean not null,
  sort_order integer not null,
  -- allow, block
  on_create text not null,
  on_edit text not null,
  alerts_on_create boolean not null,
  alerts_on_edit boolean not null,
  reports_on_create boolean not null,
  reports_on_edit boolean not null,
  -- [{"object": "Lead", "atLeast": 0.8}]
  compares jsonb not null,
  -- A filter tree the saved record must fit; null: every record.
  conditions jsonb,
  -- Whom the rule is for; none named: everybody.
  roles text[] not null,
  bypass_roles text[] not null,
  enforces_sharing boolean not null,
  alert_text text,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_duplicate_rule_is_named_once unique (api_name),
  constraint duplicates_are_of_people_and_accounts check (object_name in ('Lead', 'Contact', 'Account')),
  constraint a_duplicate_rule_allows_or_blocks check (on_create in ('allow', 'block') and on_edit in ('allow', 'block'))
);

-- The rules every org has from the first day: they say what looks the same, and let it be saved.
insert into duplicate_rule (id, object_name, api_name, label, is_active, sort_order, on_create, on_edit, alerts_on_create, alerts_on_edit,
  reports_on_create, reports_on_edit, compares, roles, bypass_roles, enforces_sharing, created_at, last_modified_at)
select 76 * 17592186044416 + r.n, r.object_name, 'Standard_' || r.object_name || '_Duplicate_Rule', 'Standard ' || lower(r.object_name) || ' rule', true, 1,
  'allow', 'allow', true, true, false, false, r.compares::jsonb, '{}', '{administrator}', true, now(), now()
from (values
  (1, 'Lead', '[{"object": "Lead", "atLeast": 0.8}, {"object": "Contact", "atLeast": 0.8}]'),
  (2, 'Contact', '[{"object": "Contact", "atLeast": 0.8}, {"object": "Lead", "atLeast": 0.8}]'),
  (3, 'Account', '[{"object": "Account", "atLeast": 0.8}]')) as r (n, object_name, compares);

-- Records a rule reported as likely one; a person looks at them later.
create table duplicate_record_set (
  id bigint primary key,
  rule_id bigint not null references duplicate_rule (id) on delete cascade,
  object_name text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint
);
create index duplicate_record_set_by_rule on duplicate_record_set (rule_id);

create table duplicate_record_item (
  id bigint primary key,
  set_id bigint not null references duplicate_record_set (id) on delete cascade,
  rule_id bigint not null,
  record_id bigint not null,
  -- How likely it is the record that was saved, 0 to 1, and why; of the saved record itself null.
  probability numeric,
  reasons text[] not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_rule_reports_a_record_in_one_set unique (rule_id, record_id)
);
create index duplicate_record_item_by_set on duplicate_record_item (set_id);
