-- Why: a campaign is looked up and locked once for each of a hundred thousand members who move, though the numbers, which
-- every move changes as well, keep its key already. What is removed for good takes its periods along by itself.
alter table member_status_period drop constraint member_status_period_campaign_id_fkey;
