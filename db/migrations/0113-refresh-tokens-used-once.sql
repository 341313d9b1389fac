-- Refresh tokens that are good for one use: one that comes again was stolen, or was stolen from who used it first.
alter table connected_app add column rotates_refresh_tokens boolean not null default false;

create table used_refresh_token (
  token_hash text primary key,
  grant_id bigint not null references oauth_grant (id) on delete cascade,
  used_at timestamptz not null
);
create index used_refresh_token_by_grant on used_refresh_token (grant_id);
create index used_refresh_token_by_use on used_refresh_token (used_at);
