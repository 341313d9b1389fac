import { encodeId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import type { StoredRecord } from '../../ground/objects/definition.ts'
import { roleName } from '../../ground/users/actor.ts'
import type { Role } from '../../../shared/roles.ts'
import { alreadyConverted } from '../../records/leads/leads.ts'
import { shortfallOf, type Qualification } from '../qualification/qualification.ts'
import type { Winner } from './conversions.sql.ts'

/** Every no of a conversion, in words. */

export const lostTheRace = (lead: StoredRecord, winner: Winner | undefined): Refusal => {
  const refusal = alreadyConverted(lead)
  if (winner === undefined) return refusal
  return new Refusal(
    refusal.code,
    `${winner.name} has converted this lead already. It stays readable and locked; open its contact instead.`,
    {
      ...refusal.details,
      facts: {
        ...refusal.details.facts,
        winner: { Id: encodeId(winner.userId), Name: winner.name },
        convertedAt: winner.at.toISOString(),
      },
    },
  )
}

/** Somebody merged the lead away while this one was about to convert it. */
export const mergedAway = (leadId: number, masterId: number): Refusal =>
  new Refusal(
    'already_merged',
    'Somebody has just merged this lead into another one. Open that one, and convert it there.',
    {
      kind: 'conflict',
      rule: 'Of those who merge and convert the same lead at once, one wins.',
      way: { label: 'Open the lead it became', href: `/leads/${encodeId(masterId)}` },
      facts: { id: encodeId(leadId), winner: encodeId(masterId) },
    },
  )

export const twice = (leadId: number): Refusal =>
  new Refusal('duplicate_id_specified', 'This lead stands twice in the list. Convert each lead once.', {
    field: 'leadId',
    value: encodeId(leadId),
    rule: 'A list converts each lead once.',
  })

export const notConverting = (status: string, statuses: readonly string[]): Refusal =>
  new Refusal(
    'invalid_converted_status',
    `'${status.slice(0, 80)}' is not a status of converted leads. ${statuses.length === 1 ? 'That is' : 'Those are'} ${statuses.map((name) => `'${name}'`).join(', ')}.`,
    {
      field: 'convertedStatus',
      value: status,
      rule: 'A converted lead has a status of the state converted.',
    },
  )

export const roleDoesNotConvert = (role: Role, converters: readonly Role[], version: number): Refusal =>
  new Refusal(
    'role_does_not_convert',
    `The agreement (version ${version}) says who converts leads: ${converters.map(roleName).join(', ')}. Your role is ${roleName(role)}. Hand this lead to one of them.`,
    {
      kind: 'forbidden',
      rule: 'Who converts is agreed between Marketing and Sales.',
      way: { label: 'Open the agreement', href: '/setup/agreement' },
      facts: { converters },
    },
  )

export const criteriaNotMet = (qualification: Qualification): Refusal => {
  const [first] = [...qualification.missing, ...qualification.notMet]
  const label = qualification.findings.find(({ name }) => name === first)?.label.toLowerCase() ?? 'evidence'
  return new Refusal(
    'criteria_not_met',
    `This lead is not vetted yet: ${shortfallOf(qualification)}. Find that out first; whoever may convert without it gives the reason.`,
    {
      field: 'overrideReason',
      rule: 'A lead is converted when the criteria Marketing and Sales agreed on are met.',
      way: { label: `Record ${label}`, action: 'record_evidence' },
      facts: {
        missing: qualification.missing,
        notMet: qualification.notMet,
        agreementVersion: qualification.agreementVersion,
      },
    },
  )
}

export const mayNotOverride = (role: Role, qualification: Qualification): Refusal =>
  new Refusal(
    'forbidden',
    `Your role (${roleName(role)}) may not convert a lead that is not vetted: ${shortfallOf(qualification)}. Record what is missing, or ask somebody who may.`,
    {
      kind: 'forbidden',
      field: 'overrideReason',
      way: { label: 'Record evidence', action: 'record_evidence' },
      facts: { missing: qualification.missing, notMet: qualification.notMet },
    },
  )

/** `isNamed`: the queue was asked for; otherwise it is the lead's own owner. */
export const queueOwns = (isNamed: boolean): Refusal =>
  new Refusal(
    'owner_must_be_a_user',
    `${isNamed ? 'The owner named here is' : 'This lead belongs to'} a queue, and a queue owns no account, contact or opportunity: somebody must coordinate the deal. Name the user who will own them.`,
    {
      field: 'ownerId',
      rule: 'What conversion makes is owned by a user.',
      way: { label: 'Choose an owner', action: 'choose_owner' },
    },
  )

export const ownerGone = (ownerId: number): Refusal =>
  new Refusal(
    'owner_is_not_active',
    'The owner this would go to does not work here any more, or never did. Name a user who does.',
    {
      field: 'ownerId',
      value: encodeId(ownerId),
      rule: 'An owner is an active user.',
      way: { label: 'Choose an owner', action: 'choose_owner' },
    },
  )

export const nothingToSee = (field: string, word: string, id: number): Refusal =>
  new Refusal(
    'invalid_cross_reference_key',
    `There is no such ${word}, or you may not change it. Choose another, or let conversion make a new one.`,
    {
      field,
      value: encodeId(id),
      rule: `Conversion takes ${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word} you may change.`,
    },
  )

export const contactWithoutAccount = (): Refusal =>
  new Refusal(
    'contact_needs_its_account',
    'A contact is a person at an account. Name the account this contact belongs to as well.',
    { field: 'accountId', rule: 'Converting into a contact names its account.' },
  )

export const contactElsewhere = (contact: StoredRecord): Refusal =>
  new Refusal(
    'contact_of_another_account',
    typeof contact.AccountId === 'number'
      ? 'This contact belongs to another account. Choose that account, or a contact of this one.'
      : 'This contact belongs to no account yet. Choose its account on its page first, then convert the lead into both.',
    {
      field: 'contactId',
      value: encodeId(contact.Id),
      rule: 'The contact belongs to the account it is converted into.',
      facts: { accountId: typeof contact.AccountId === 'number' ? encodeId(contact.AccountId) : null },
    },
  )

export const sourceNeedsContact = (): Refusal =>
  new Refusal(
    'lead_source_needs_a_contact',
    'The lead source of a contact can only be overwritten when the lead goes into a contact that is there already. A new contact gets it anyway.',
    { field: 'overwriteLeadSource', rule: 'overwriteLeadSource goes with contactId.' },
  )

export const eitherOpportunity = (): Refusal =>
  new Refusal('opportunity_named_twice', 'Either name a new opportunity or choose one that is there, not both.', {
    field: 'opportunityName',
    rule: 'opportunityName and opportunityId exclude each other.',
  })

export const noOpportunityWanted = (field: string): Refusal =>
  new Refusal(
    'no_opportunity_wanted',
    'You asked for no opportunity, so there is nothing to name, to choose or to put an amount on. Leave the opportunity out, or let it be made.',
    { field, rule: 'doNotCreateOpportunity goes without any word on the opportunity.' },
  )

export const opportunityNeedsAccount = (): Refusal =>
  new Refusal(
    'opportunity_needs_its_account',
    'An opportunity is one sale to one account. Name the account it belongs to as well.',
    { field: 'accountId', rule: 'Attaching to an opportunity names its account.' },
  )

export const opportunityElsewhere = (opportunity: StoredRecord): Refusal =>
  new Refusal(
    'opportunity_of_another_account',
    'This opportunity belongs to another account. Choose one of this account, or let conversion make a new one.',
    { field: 'opportunityId', value: encodeId(opportunity.Id), rule: 'The opportunity belongs to the account.' },
  )

export const opportunityClosed = (opportunity: StoredRecord): Refusal =>
  new Refusal(
    'opportunity_is_closed',
    'This opportunity is closed: won or lost, it is history. Choose an open one, or let conversion make a new one.',
    { field: 'opportunityId', value: encodeId(opportunity.Id), rule: 'A lead is attached to an open opportunity.' },
  )

export const tooMany = (howMany: number, most: number): Refusal =>
  new Refusal(
    'too_many_leads',
    `One call converts up to ${most} leads, and this names ${howMany}. Send them in several calls.`,
    { rule: `Up to ${most} leads a call.` },
  )

export const aPersonConverts = (): Refusal =>
  new Refusal('forbidden', 'Only a person converts a lead: somebody answers for it.', { kind: 'forbidden' })
