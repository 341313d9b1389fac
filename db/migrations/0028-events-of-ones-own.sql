-- A delivery waits for three days at most, counted from when it was put down or sent again.
alter table webhook_delivery add column waiting_since timestamptz;
update webhook_delivery set waiting_since = created_at;
alter table webhook_delivery alter column waiting_since set not null;
-- What waits and what was given up is counted and listed without reading what was delivered.
create index webhook_delivery_by_state on webhook_delivery (webhook_id, state, event_id);
