-- Keys with which it is signed who signed in (OpenID Connect), and the word by which the program that asked knows its answer again.
create table signing_key (
  kid text primary key,
  public_key jsonb not null,
  private_key jsonb not null,
  created_at timestamptz not null
);

alter table oauth_code add column nonce text;
