-- What a demo, a visit or a proposal costs beside the time is kept with it, and added up by who and what it was for.
alter table task add column cost numeric(18, 2) constraint what_a_task_costs_is_not_negative check (cost >= 0);
alter table calendar_event add column cost numeric(18, 2) constraint what_a_meeting_costs_is_not_negative check (cost >= 0);
