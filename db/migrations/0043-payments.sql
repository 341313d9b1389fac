-- Why: marketing is answerable down to the cash that was collected, and a won deal is not yet paid.
alter table opportunity add column collected numeric(18, 2) not null default 0;

-- What a campaign's deals came to is still read from one index alone.
drop index opportunity_by_campaign;
create index opportunity_by_campaign on opportunity (campaign_id) include (amount, collected, won_at, deleted_at)
  where campaign_id is not null;

create table payment (
  id bigint primary key,
  opportunity_id bigint not null references opportunity (id),
  amount numeric(18, 2) not null,
  received_on date not null,
  method text,
  reference text,
  invoice_number text,
  note text,
  import_id bigint,
  deleted_at timestamptz,
  deleted_by_id bigint,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_payment_is_of_some_amount check (amount <> 0)
);
create index payment_of_opportunity on payment (opportunity_id, received_on, id);
create index payment_by_received on payment (received_on, id);
create index payment_by_created on payment (created_at, id);
create index payment_by_changed on payment (last_modified_at, id);
create index payment_by_import on payment (import_id) where import_id is not null;
create index payment_by_invoice on payment (lower(invoice_number)) where invoice_number is not null;
-- One line of a bank statement is one payment, however often its file is brought.
create unique index payment_reference_is_unique on payment (lower(reference))
  where reference is not null and deleted_at is null;

-- Where a deal stood goes with the deal: no deal could be removed for good before.
alter table opportunity_history drop constraint opportunity_history_opportunity_id_fkey;
alter table opportunity_history add constraint opportunity_history_opportunity_id_fkey
  foreign key (opportunity_id) references opportunity (id) on delete cascade;
