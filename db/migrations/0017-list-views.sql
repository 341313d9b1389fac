-- Saved list views: a filter, an order and columns under a name; own, shared, or there from the first day.
create table list_view (
  id bigint primary key,
  object_name text not null,
  -- A name for programs, told once for each object.
  api_name text not null,
  label text not null,
  -- Null: everything.
  filter jsonb,
  -- Null: the list's usual order, the person's usual columns.
  sort text,
  columns text[],
  -- Null: it came with Assay, and belongs to everybody.
  owner_id bigint references app_user (id),
  shared_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  created_by_id bigint,
  last_modified_at timestamptz not null default now(),
  last_modified_by_id bigint,
  constraint a_list_view_has_a_name check (length(label) between 1 and 40),
  constraint an_object_names_a_list_view_once unique (object_name, api_name),
  constraint what_came_with_assay_is_shared check (owner_id is not null or shared_at is not null)
);
create unique index a_person_calls_one_list_view_by_a_name on list_view (coalesce(owner_id, 0), object_name, lower(label));

-- The list view with which a list opens for a person.
create table list_view_default (
  user_id bigint not null references app_user (id),
  object_name text not null,
  view_id bigint not null references list_view (id) on delete cascade,
  primary key (user_id, object_name)
);
create index list_view_default_by_view on list_view_default (view_id);

-- Their ids lie in the first block, which is never drawn from: 70 * 2^44 + n.
insert into list_view (id, object_name, api_name, label, filter, sort, shared_at)
select 1231453023109120 + n, object_name, api_name, label, filter::jsonb, sort, now()
from (values
  (1, 'Lead', 'MyOpenLeads', 'My open leads', '{"and":[{"field":"OwnerId","op":"eq","value":"$me"},{"field":"ClosedDate","op":"isNull"},{"field":"IsConverted","op":"eq","value":false}]}', null),
  (2, 'Lead', 'AllOpenLeads', 'All open leads', '{"and":[{"field":"ClosedDate","op":"isNull"},{"field":"IsConverted","op":"eq","value":false}]}', null),
  (3, 'Lead', 'UntouchedLeads', 'Untouched', '{"and":[{"field":"FirstContactedDate","op":"isNull"},{"field":"LastActivityDate","op":"isNull"},{"field":"ClosedDate","op":"isNull"},{"field":"IsConverted","op":"eq","value":false}]}', 'CreatedDate'),
  (4, 'Lead', 'MyUnreadLeads', 'My unread leads', '{"and":[{"field":"OwnerId","op":"eq","value":"$me"},{"field":"IsUnreadByOwner","op":"eq","value":true},{"field":"ClosedDate","op":"isNull"},{"field":"IsConverted","op":"eq","value":false}]}', null),
  (5, 'Lead', 'NewLeadsThisWeek', 'New this week', '{"and":[{"field":"CreatedDate","op":"ge","value":"THIS_WEEK"}]}', null),
  (6, 'Lead', 'LeadsConvertedThisMonth', 'Converted this month', '{"and":[{"field":"ConvertedAt","op":"ge","value":"THIS_MONTH"}]}', '-ConvertedAt'),
  (7, 'Lead', 'AllLeads', 'All leads', null, null),
  (20, 'Account', 'MyAccounts', 'My accounts', '{"and":[{"field":"OwnerId","op":"eq","value":"$me"}]}', null),
  (21, 'Account', 'NewAccountsThisWeek', 'New this week', '{"and":[{"field":"CreatedDate","op":"ge","value":"THIS_WEEK"}]}', null),
  (22, 'Account', 'Customers', 'Customers', '{"and":[{"field":"Lifecycle","op":"eq","value":"Customer"}]}', null),
  (23, 'Account', 'AllAccounts', 'All accounts', null, null),
  (30, 'Contact', 'MyContacts', 'My contacts', '{"and":[{"field":"OwnerId","op":"eq","value":"$me"}]}', null),
  (31, 'Contact', 'NewContactsThisWeek', 'New this week', '{"and":[{"field":"CreatedDate","op":"ge","value":"THIS_WEEK"}]}', null),
  (32, 'Contact', 'AllContacts', 'All contacts', null, null),
  (40, 'Opportunity', 'MyOpenOpportunities', 'My open opportunities', '{"and":[{"field":"OwnerId","op":"eq","value":"$me"},{"field":"IsClosed","op":"eq","value":false}]}', 'CloseDate'),
  (41, 'Opportunity', 'AllOpenOpportunities', 'All open opportunities', '{"and":[{"field":"IsClosed","op":"eq","value":false}]}', 'CloseDate'),
  (42, 'Opportunity', 'ClosingThisMonth', 'Closing this month', '{"and":[{"field":"CloseDate","op":"eq","value":"THIS_MONTH"},{"field":"IsClosed","op":"eq","value":false}]}', 'CloseDate'),
  (43, 'Opportunity', 'PastCloseDate', 'Past their close date', '{"and":[{"field":"CloseDate","op":"lt","value":"TODAY"},{"field":"IsClosed","op":"eq","value":false}]}', 'CloseDate'),
  (44, 'Opportunity', 'WonThisQuarter', 'Won this quarter', '{"and":[{"field":"CloseDate","op":"eq","value":"THIS_QUARTER"},{"field":"IsWon","op":"eq","value":true}]}', '-CloseDate'),
  (45, 'Opportunity', 'AllOpportunities', 'All opportunities', null, null),
  (50, 'Campaign', 'MyActiveCampaigns', 'My active campaigns', '{"and":[{"field":"OwnerId","op":"eq","value":"$me"},{"field":"IsActive","op":"eq","value":true}]}', null),
  (51, 'Campaign', 'AllActiveCampaigns', 'All active campaigns', '{"and":[{"field":"IsActive","op":"eq","value":true}]}', null),
  (52, 'Campaign', 'AllCampaigns', 'All campaigns', null, null)
) as standard (n, object_name, api_name, label, filter, sort);
