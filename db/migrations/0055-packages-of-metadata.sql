-- Packages of metadata that were deployed or asked for: clients start one, and ask by its id what became of it.
create table metadata_package (
  id bigint primary key,
  -- A package to retrieve: what it shall hold. One that was deployed: what became of it.
  content jsonb not null,
  created_at timestamptz not null,
  created_by_id bigint
);
create index metadata_package_by_created on metadata_package (created_at);
