-- A work on many members whose program died is found by when it was last worked on.
alter table campaign_work add column worked_at timestamptz;
create index campaign_work_at_work on campaign_work (id) where finished_at is null;
