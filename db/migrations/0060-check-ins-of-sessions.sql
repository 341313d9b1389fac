-- Why: who came to an event did not come to each of its sessions, and a certificate is for who sat in the room.
create table session_check_in (
  id bigint primary key,
  session_id bigint not null references event_session (id),
  person_id bigint not null references person (id),
  checked_in_at timestamptz not null,
  checked_in_by_id bigint,
  undone_at timestamptz,
  undone_by_id bigint
);
create index session_check_in_of_session on session_check_in (session_id, person_id) where undone_at is null;
create index session_check_in_by_person on session_check_in (person_id);
