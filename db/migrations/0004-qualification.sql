-- The signed agreement on what a qualified lead is, the evidence for each criterion, and every conversion.
create table agreement (
  id bigint primary key,
  version integer not null unique,
  lead_definition text not null,
  opportunity_definition text not null,
  criteria jsonb not null,
  first_response_hours integer not null,
  converters text[] not null,
  signed_by_marketing_id bigint,
  signed_by_marketing_at timestamptz,
  signed_by_sales_id bigint,
  signed_by_sales_at timestamptz,
  in_force_from timestamptz,
  created_at timestamptz not null,
  created_by_id bigint,
  constraint an_agreement_in_force_is_signed_by_both check (in_force_from is null or (signed_by_marketing_at is not null and signed_by_sales_at is not null))
);

-- Each letter of BANT, and whatever else the agreement names: value, source and date. Nothing is overwritten.
create table evidence (
  id bigint primary key,
  lead_id bigint not null references lead (id),
  criterion text not null,
  value text not null,
  is_met boolean not null,
  source text not null,
  said_by text,
  observed_on date not null,
  recorded_at timestamptz not null,
  recorded_by_id bigint not null
);
create index evidence_of_lead on evidence (lead_id, criterion, id);

create table conversion (
  id bigint primary key,
  lead_id bigint not null references lead (id),
  account_id bigint not null,
  contact_id bigint not null,
  opportunity_id bigint,
  created_account boolean not null,
  created_contact boolean not null,
  created_opportunity boolean not null,
  agreement_version integer,
  criteria_met boolean not null,
  override_reason text,
  evidence_ids bigint[] not null default '{}',
  before jsonb not null,
  after_versions jsonb not null,
  converted_at timestamptz not null,
  converted_by_id bigint not null,
  undone_at timestamptz,
  undone_by_id bigint,
  undone_reason text
);
create unique index a_lead_is_converted_once on conversion (lead_id) where undone_at is null;
create index conversion_by_account on conversion (account_id);
create index conversion_by_opportunity on conversion (opportunity_id) where opportunity_id is not null;
