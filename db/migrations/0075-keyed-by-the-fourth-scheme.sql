-- An object without records has none to be keyed anew: those to come follow the scheme that has keys for a name within a British postal district, and for company names spelt from another script.
update match_key_scheme
set scheme = 4
where (object_name = 'Lead' and not exists (select from lead))
  or (object_name = 'Contact' and not exists (select from contact))
  or (object_name = 'Account' and not exists (select from account));
