-- Objects an org makes itself, each with a table of its own; what a field of its own may say besides; and who may do what to them.

create table custom_object (
  id bigint primary key,
  -- Ids of its records begin with it; never given to another object, not even when this one is gone.
  number integer not null,
  name text not null,
  label text not null,
  label_plural text not null,
  description text,
  table_name text not null,
  name_label text not null default 'Name',
  -- Its records number themselves by this format, such as INV-{0000}; null: people name them.
  name_format text,
  sharing text not null default 'public',
  removed_at timestamptz,
  removed_by_id bigint,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_number_belongs_to_one_object unique (number),
  constraint a_table_belongs_to_one_object unique (table_name),
  constraint an_object_is_shared_in_a_known_way check (sharing in ('public', 'private', 'parent')),
  constraint an_object_has_a_number_of_its_own_kind check (number between 200 and 499)
);
create unique index an_object_is_named_once on custom_object (lower(name)) where removed_at is null;

-- What a role may do to an object's records: letters of crud. Without a row the role may do what it may to any object.
create table object_permission (
  object_id bigint not null references custom_object (id) on delete cascade,
  role text not null,
  may text not null,
  primary key (object_id, role),
  constraint an_administrator_may_everything check (role <> 'administrator'),
  constraint a_permission_is_spelt_crud check (may ~ '^c?r?u?d?$')
);

-- A list of values several picklists share.
create table global_value_set (
  id bigint primary key,
  name text not null,
  label text not null,
  description text,
  -- [{ value, label, isDefault, isActive }] in their order.
  values jsonb not null,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint
);
create unique index a_value_set_is_named_once on global_value_set (lower(name));

-- Fields that were unique before told letters' case apart.
alter table custom_field
  add column description text,
  add column default_value jsonb,
  add column precision integer,
  add column case_sensitive boolean not null default true,
  add column restricted boolean not null default true,
  add column format text,
  add column value_set text,
  add column relationship_name text,
  add column child_relationship_name text,
  add column child_relationship_label text,
  add column master_detail boolean not null default false,
  add column last_modified_at timestamptz,
  add column last_modified_by_id bigint;

-- One row: every change of objects and fields gives it a new mark, and so waits for the one before it.
create table catalogue_mark (
  only_one boolean primary key default true,
  mark uuid not null default gen_random_uuid(),
  constraint there_is_one_mark check (only_one)
);
insert into catalogue_mark default values;
