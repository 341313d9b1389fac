-- Behind the password a sign-in may ask for a second step: the code an authenticator app shows, or once a recovery code.
-- The secret is locked with the secret key, which is not in the database; none of the codes of 30 seconds opens twice.
create table authenticator (
  user_id bigint primary key references app_user (id),
  locked_secret text not null,
  locked_by text not null,
  latest_period bigint not null default 0,
  created_at timestamptz not null,
  confirmed_at timestamptz
);

create table recovery_code (
  user_id bigint not null references authenticator (user_id) on delete cascade,
  code_hash text not null,
  constraint a_recovery_code_is_one_of_its_users primary key (user_id, code_hash)
);
