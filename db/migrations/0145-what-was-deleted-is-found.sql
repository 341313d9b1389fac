-- The recycle bin is read by when things were deleted. What a merge took away is no part of it.
create index lead_in_bin on lead (deleted_at, id) where deleted_at is not null and master_record_id is null;
create index contact_in_bin on contact (deleted_at, id) where deleted_at is not null and master_record_id is null;
create index account_in_bin on account (deleted_at, id) where deleted_at is not null and master_record_id is null;
create index opportunity_in_bin on opportunity (deleted_at, id) where deleted_at is not null;
create index campaign_in_bin on campaign (deleted_at, id) where deleted_at is not null;
create index payment_in_bin on payment (deleted_at, id) where deleted_at is not null;
create index task_in_bin on task (deleted_at, id) where deleted_at is not null;
create index calendar_event_in_bin on calendar_event (deleted_at, id) where deleted_at is not null;
create index note_in_bin on note (deleted_at, id) where deleted_at is not null;
create index attachment_in_bin on attachment (deleted_at, id) where deleted_at is not null;
create index content_document_in_bin on content_document (deleted_at, id) where deleted_at is not null;
