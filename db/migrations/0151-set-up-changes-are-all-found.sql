-- Why: who looks after an org sees on one page who changed what in Setup; until now some of its pages were left out.
drop index event_of_setup;

-- Of millions of events a few are changes in Setup.
create index event_of_setup on event (happened_at, id)
  where type ~ '^(user|queue|agreement|lead_status|duplicate_rule|campaign_type|conversion_mapping|opportunity_stage|attribution|web_form|return_address|form_limit|connected_app|connection|webhook|settings|custom_object|custom_field|value_set|backup)\.';
