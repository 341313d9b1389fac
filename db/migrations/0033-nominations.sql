-- Nominations: who proposed whom for a campaign, who decided, and how many each may propose.
create table nomination_plan (
  campaign_id bigint primary key references campaign (id),
  -- How many one person may propose; null: as many as they like.
  quota integer,
  closes_on date,
  -- What reaches the people proposed: without it they are flagged before anybody approves.
  needs text not null default 'email',
  previous_campaign_id bigint references campaign (id),
  proposed_status_id bigint references campaign_member_status (id) on delete set null,
  approved_status_id bigint references campaign_member_status (id) on delete set null,
  rejected_status_id bigint references campaign_member_status (id) on delete set null,
  sent_status_id bigint references campaign_member_status (id) on delete set null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_quota_lets_one_be_proposed check (quota > 0),
  constraint a_nomination_needs_a_known_way_to_its_person check (needs in ('email', 'postal_address', 'nothing')),
  constraint a_campaign_is_not_its_own_predecessor check (previous_campaign_id <> campaign_id)
);

create table nomination_approver (
  campaign_id bigint not null references nomination_plan (campaign_id) on delete cascade,
  user_id bigint not null references app_user (id),
  primary key (campaign_id, user_id)
);
create index nomination_approver_by_user on nomination_approver (user_id);

create table nomination (
  id bigint primary key,
  campaign_id bigint not null references nomination_plan (campaign_id),
  person_id bigint not null references person (id),
  state text not null,
  reason text,
  -- Where the person stood before they were proposed; null: they were no member.
  status_before text,
  proposed_at timestamptz not null,
  proposed_by_id bigint not null,
  decided_at timestamptz,
  decided_by_id bigint,
  decision_reason text,
  constraint a_nomination_is_in_a_known_state check (state in ('proposed', 'approved', 'rejected', 'withdrawn')),
  constraint a_rejection_says_why check (state <> 'rejected' or decision_reason is not null),
  constraint a_decision_says_who_and_when check (state not in ('approved', 'rejected') or (decided_at is not null and decided_by_id is not null))
);
create index nomination_by_campaign on nomination (campaign_id, state, proposed_at, id);
create index nomination_by_proposer on nomination (campaign_id, proposed_by_id, state);
create index nomination_by_person on nomination (person_id, campaign_id);

-- When whom was reminded last, so that a reminder goes once a while however often the job runs.
create table nomination_reminder (
  campaign_id bigint not null references nomination_plan (campaign_id) on delete cascade,
  user_id bigint not null,
  about text not null,
  sent_at timestamptz not null,
  primary key (campaign_id, user_id, about),
  constraint a_reminder_is_about_something_known check (about in ('approving', 'proposing'))
);
