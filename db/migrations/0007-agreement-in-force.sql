-- One agreement is in force at a time, every org starts with BANT drafted, and the program itself may note evidence.
alter table agreement add column in_force_until timestamptz;
create unique index one_agreement_is_in_force on agreement ((true)) where in_force_from is not null and in_force_until is null;
alter table agreement add constraint an_agreement_ends_after_it_began check (in_force_until is null or in_force_until >= in_force_from);

alter table evidence alter column recorded_by_id drop not null;

insert into agreement (id, version, lead_definition, opportunity_definition, criteria, first_response_hours, converters, created_at) values (
  439804651110401,
  1,
  'A lead is an unqualified prospect: a person who showed interest, of a company we may not know. A lead gets vetted, not a proposal.',
  'An opportunity is one specific sale in progress. It starts when a lead is vetted: budget, authority, need and timeline are known, and somebody agreed to talk with Sales.',
  '[
    {"name": "Budget", "label": "Budget", "letter": "B", "required": true, "help": "Is there money for this, or a way to get it? How much, and from whom?"},
    {"name": "Authority", "label": "Authority", "letter": "A", "required": true, "help": "Who decides, who else has a say, and does this person speak for them?"},
    {"name": "Need", "label": "Need", "letter": "N", "required": true, "help": "What hurts, whose problem is it, and what happens when nothing is done?"},
    {"name": "Timeline", "label": "Timeline", "letter": "T", "required": true, "help": "By when must it be solved, and what makes that date matter?"}
  ]',
  24,
  '{vetter,sales,manager,administrator}',
  now());
