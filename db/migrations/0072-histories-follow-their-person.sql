-- A merge of a record with a long history spends half its time on looking up, row by row, a person it has locked: people are drawn
-- with their leads and contacts and never removed (0050), so what hangs on them need not ask either.
alter table task drop constraint task_person_id_fkey;
alter table calendar_event drop constraint calendar_event_person_id_fkey;
alter table note drop constraint note_person_id_fkey;
alter table inquiry drop constraint inquiry_person_id_fkey;
alter table mail_message drop constraint mail_message_person_id_fkey;
