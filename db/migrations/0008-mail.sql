-- Mail waits here until a mail server took it. Nothing leaves the house by another way.
create table mail_message (
  id bigint primary key,
  kind text not null,
  purpose text not null,
  person_id bigint references person (id),
  to_address text not null,
  to_name text,
  subject text not null,
  -- Taken out once the message is sent when it carried a link only its reader may know.
  text_body text,
  html_body text,
  carries_secret boolean not null default false,
  state text not null default 'queued',
  reason text,
  attempts integer not null default 0,
  next_try_at timestamptz not null,
  sent_at timestamptz,
  created_at timestamptz not null,
  created_by_id bigint,
  constraint a_message_is_in_a_known_state check (state in ('queued', 'sending', 'sent', 'failed', 'suppressed')),
  constraint a_message_answers_somebody_or_is_part_of_a_campaign check (kind in ('transactional', 'campaign')),
  constraint a_header_is_one_line check (to_address !~ '[\r\n]' and coalesce(to_name, '') !~ '[\r\n]' and subject !~ '[\r\n]')
);
create index mail_message_due on mail_message (next_try_at, id) where state in ('queued', 'sending');
create index mail_message_by_created on mail_message (created_at, id);
create index mail_message_by_state on mail_message (state, created_at, id);
create index mail_message_by_person on mail_message (person_id, created_at) where person_id is not null;
create index mail_message_to_address on mail_message (lower(to_address), purpose, created_at);

-- Each time a message was handed to the mail server, and what it answered.
create table mail_attempt (
  message_id bigint not null references mail_message (id) on delete cascade,
  number integer not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcome text,
  answer text,
  primary key (message_id, number),
  constraint an_attempt_has_a_known_outcome check (outcome in ('sent', 'failed', 'unknown'))
);
