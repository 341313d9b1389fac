-- Why: each key of a member row is looked up row by row, and two of the four said again what others say already
-- (docs/decisions/0020-a-member-is-checked-once.md).
alter table campaign_member drop constraint campaign_member_campaign_id_fkey;
alter table campaign_member drop constraint campaign_member_person_id_fkey;
alter table member_status_period drop constraint member_status_period_person_id_fkey;
