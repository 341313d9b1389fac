-- Why: what somebody was in a campaign is known of any day, and how many are what is known at any moment, of campaigns
-- with millions of members too, without counting their rows.

-- Since when a member stands where they stand, who put them there, and from what source.
alter table campaign_member
  add column status_since timestamptz,
  add column status_by_id bigint,
  add column status_source text;

-- Where members stood before: until another status, or until they left the campaign.
create table member_status_period (
  id bigint primary key,
  campaign_id bigint not null references campaign on delete cascade,
  person_id bigint not null references person on delete cascade,
  member_id bigint not null,
  status text not null,
  has_responded boolean not null,
  since timestamptz not null,
  until timestamptz not null,
  by_id bigint,
  source text,
  until_by_id bigint,
  until_source text
);
create index member_status_period_by_person on member_status_period (person_id, campaign_id, since);
create index member_status_period_by_campaign on member_status_period (campaign_id, until, since);

-- What the history of fields tells of the time before: each change of a status ends a period.
insert into member_status_period (id, campaign_id, person_id, member_id, status, has_responded, since, until, by_id, until_by_id)
select 84::bigint * 17592186044416 + h.id % 17592186044416, m.campaign_id, m.person_id, m.id, h.old_value,
  coalesce(s.has_responded, false),
  coalesce(lag(h.changed_at) over steps, m.created_at), h.changed_at,
  coalesce(lag(h.changed_by_id) over steps, m.created_by_id), h.changed_by_id
from field_history h
join campaign_member m on m.id = h.record_id
left join campaign_member_status s on s.campaign_id = m.campaign_id and s.label = h.old_value
where h.field = 'Status' and h.old_value is not null
window steps as (partition by h.record_id order by h.id);

update campaign_member m
set status_since = coalesce(last.until, m.created_at), status_by_id = coalesce(last.until_by_id, m.created_by_id)
from campaign_member same
left join lateral (
  select until, until_by_id
  from member_status_period
  where person_id = same.person_id and campaign_id = same.campaign_id
  order by until desc
  limit 1) last on true
where same.id = m.id;

-- One index leads from a person to a membership and keeps it single; the others lead through a campaign's members.
alter table campaign_member drop constraint a_person_is_in_a_campaign_once;
alter table campaign_member add constraint a_person_is_in_a_campaign_once unique (person_id, campaign_id);
drop index campaign_member_by_person;
create index campaign_member_by_status on campaign_member (campaign_id, status, created_at, id);
create index campaign_member_by_created on campaign_member (campaign_id, created_at, id);

-- How many members of a campaign stand at a status. Whoever changes members adds a row with the difference and waits for
-- nobody; the sum of the rows is exact at any moment, and a job folds them.
create table campaign_count (
  campaign_id bigint not null references campaign on delete cascade,
  status text not null,
  members bigint not null,
  leads bigint not null,
  contacts bigint not null,
  converted bigint not null,
  responses bigint not null,
  responders bigint not null,
  is_folded boolean not null default false
);
create index campaign_count_by_campaign on campaign_count (campaign_id)
  include (status, members, leads, contacts, converted, responses, responders);
create index campaign_count_to_fold on campaign_count (campaign_id) where not is_folded;

insert into campaign_count (campaign_id, status, members, leads, contacts, converted, responses, responders, is_folded)
select campaign_id, status, count(*), count(lead_id), count(contact_id),
  count(*) filter (where lead_id is not null and contact_id is not null),
  count(*) filter (where has_responded), count(responded_at), true
from campaign_member
group by campaign_id, status;

-- The opportunities of a campaign are summed from their index alone.
drop index opportunity_by_campaign;
create index opportunity_by_campaign on opportunity (campaign_id) include (amount, won_at, deleted_at)
  where campaign_id is not null;

-- What one name of a bought list costs.
alter table campaign add column cost_per_name numeric(18,2);

-- The kinds of initiatives, each with the statuses a new campaign of it starts with.
create table campaign_type (
  id bigint primary key,
  name text not null,
  sort_order integer not null,
  costs_per_name boolean not null default false,
  statuses jsonb not null
);
create unique index a_campaign_type_has_a_name_of_its_own on campaign_type (lower(name));

insert into campaign_type (id, sort_order, name, costs_per_name, statuses)
select 85::bigint * 17592186044416 + place, place, name, costs_per_name, (
  select jsonb_agg(jsonb_build_object(
    'label', ltrim(label, '+'), 'hasResponded', label like '+%', 'isDefault', n = 1) order by n)
  from unnest(string_to_array(labels, ', ')) with ordinality as l (label, n))
from (values
  (1, 'Web Form', false, 'Sent, +Responded'),
  (2, 'Gated Content', false, 'Sent, +Responded'),
  (3, 'Email', false, 'Sent, Opened, +Clicked, +Responded'),
  (4, 'Trade Show', false, 'Invited, +Registered, +Attended, +Visited Stand, No Show'),
  (5, 'Webinar', false, 'Invited, +Registered, +Attended, No Show'),
  (6, 'Training', false, 'Not Invited, Invited, +Attending, +Attended, No Show, +Declined'),
  (7, 'Event', false, 'Not Invited, Invited, +Attending, +Attended, No Show, +Declined'),
  (8, 'Gift or Greeting', false, 'Proposed, Approved, Rejected, Sent'),
  (9, 'Business Development', false, 'Awaiting Meeting Invite, Invited, +Meeting Held, +Declined'),
  (10, 'Referral', false, 'Asked, +Referred'),
  (11, 'List Purchase', true, 'Bought, +Responded'),
  (12, 'Other', false, 'Sent, +Responded')
) as t (place, name, costs_per_name, labels);

-- Work on more members than a request waits for: it goes on when the page is closed.
create table campaign_work (
  id bigint primary key,
  campaign_id bigint not null references campaign on delete cascade,
  what text not null constraint campaign_work_is_known check (what in ('add', 'move', 'remove')),
  of jsonb not null,
  status text,
  total bigint not null,
  seen bigint not null default 0,
  done bigint not null default 0,
  after jsonb,
  problem text,
  created_at timestamptz not null,
  created_by_id bigint not null,
  finished_at timestamptz
);
create index campaign_work_by_campaign on campaign_work (campaign_id, created_at);
