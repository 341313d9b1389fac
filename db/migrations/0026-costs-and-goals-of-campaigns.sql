-- Why: what a campaign costs is planned and spent by the month, and a campaign of visits says what would be a success.
-- Won deals are looked at by the day of the win.
create index opportunity_by_won on opportunity (won_at, id) where won_at is not null;

create table campaign_cost (
  id bigint primary key,
  campaign_id bigint not null references campaign (id),
  month date not null,
  budgeted_cost numeric(18, 2),
  actual_cost numeric(18, 2),
  note text,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_cost_belongs_to_a_month check (month = date_trunc('month', month)),
  constraint a_cost_is_not_below_nothing check (coalesce(budgeted_cost, 0) >= 0 and coalesce(actual_cost, 0) >= 0)
);
create index campaign_cost_of_campaign on campaign_cost (campaign_id, month, id);
create index campaign_cost_by_changed on campaign_cost (last_modified_at, id);

-- One success outcome a campaign; when it is not measured, somebody says how it came out, and why.
create table campaign_goal (
  campaign_id bigint primary key references campaign (id),
  sentence text not null,
  measure text not null,
  member_status text,
  target numeric(18, 2),
  due_on date,
  verdict text,
  verdict_reason text,
  verdict_at timestamptz,
  verdict_by_id bigint,
  version integer not null default 1,
  last_modified_at timestamptz not null,
  last_modified_by_id bigint,
  constraint a_goal_is_measured_in_a_known_way check (measure in ('members', 'won', 'amount', 'said')),
  constraint a_measured_goal_has_a_target check ((measure = 'said') = (target is null)),
  constraint a_verdict_is_met_or_not check (verdict in ('met', 'not_met')),
  constraint a_verdict_has_a_reason check ((verdict is null) = (verdict_reason is null))
);
