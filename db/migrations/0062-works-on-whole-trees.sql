-- Why: members of a whole tree of campaigns are moved or taken out by one order; each stretch of it lies in one campaign.
alter table campaign_work_stretch add column campaign_id bigint;
update campaign_work_stretch s
set campaign_id = w.campaign_id
from campaign_work w
where w.id = s.work_id;
alter table campaign_work_stretch alter column campaign_id set not null;
