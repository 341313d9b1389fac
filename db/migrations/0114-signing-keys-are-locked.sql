-- The private half of a signing key is locked with a key that is not in the database; by which one is noted beside it. Those that lay
-- open sign no more: what they signed is still verified by their public halves.
alter table signing_key drop column private_key;
alter table signing_key add column locked_private_key text;
alter table signing_key add column locked_by text;
alter table signing_key add constraint what_is_locked_says_by_which_key
  check ((locked_private_key is null) = (locked_by is null));
