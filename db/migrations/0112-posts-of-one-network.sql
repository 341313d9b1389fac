-- Posts a minute are counted by whose an address is: whoever has one address of IPv6 has 2^64 of them.
alter table form_post add column network text not null default '';
drop index form_post_by_address;
create index form_post_by_network on form_post (network, received_at);
