-- Why: two stretches of a work on many members are carried out at the same time, each on a connection of its own, and each
-- keeps its own place (docs/decisions/0033-stretches-of-a-work-go-side-by-side.md).
create table campaign_work_stretch (
  work_id bigint not null references campaign_work on delete cascade,
  n integer not null,
  -- The sort keys of the last member before it and of its last; null where nothing bounds it.
  after jsonb,
  upto jsonb,
  ended_at timestamptz,
  primary key (work_id, n)
);

-- What is under way goes on in one stretch, from where it is.
insert into campaign_work_stretch (work_id, n, after)
select id, 0, after
from campaign_work
where finished_at is null;
alter table campaign_work drop column after;
