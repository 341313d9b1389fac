import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValue, ObjectDefinition, StoredRecord } from '../../ground/objects/definition.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { has, may, roleName, type Actor } from '../../ground/users/actor.ts'
import { isConverted } from '../../records/leads/lead.ts'
import { leadStatuses } from '../../records/leads/leads.ts'
import { endOfQuarter } from '../../records/opportunities/opportunity.ts'
import { firstStage } from '../../records/opportunities/opportunities.ts'
import type { Match } from '../duplicates/duplicate.ts'
import { findAccountsOfLeads, findDuplicates } from '../duplicates/duplicates.ts'
import {
  qualificationsAndAgreement,
  shortfallOf,
  type Agreement,
  type Qualification,
} from '../qualification/qualification.ts'
import { conversionOfLead, conversionSettings } from './conversions.sql.ts'
import { NO_AMOUNT, type Conversion } from './converted.ts'
import type { Mapping, Target } from '../../../shared/conversionMapping.ts'
import { carriedOver, fillsBlanksOf, mappingFor, staysInstead } from './mapping.ts'
import { fiscalYearIn, mappingIn } from './scene.ts'
import { openOpportunities, type OpenOpportunity } from './suggestions.sql.ts'
import { undoingOf, type Undoing } from './obstacles.ts'

/** A field the lead would fill, or one that stays although the lead says otherwise. */
export type FieldNote = {
  readonly field: string
  readonly label: string
  readonly value: FieldValue
  readonly leadValue: FieldValue
}

/** A record the lead may already be, why, and what converting into it would do. */
export type Suggestion = {
  readonly record: StoredRecord
  readonly probability: number
  readonly reasons: readonly string[]
  readonly fills: readonly FieldNote[]
  readonly stays: readonly FieldNote[]
}

/** What the conversion page says before, and after. */
export type Prospect = {
  readonly lead: StoredRecord
  readonly qualification: Qualification
  readonly agreement: Agreement
  /** Why the actor may not convert it, as a sentence; undefined: they may. */
  readonly obstacle: string | undefined
  readonly mayOverride: boolean
  readonly convertedStatuses: readonly string[]
  readonly accounts: readonly Suggestion[]
  readonly contacts: readonly Suggestion[]
  readonly opportunities: readonly OpenOpportunity[]
  /** What everybody should know before anyone calls. */
  readonly warnings: readonly string[]
  /** What would be made new. */
  readonly fresh: Readonly<Record<Target, Readonly<Record<string, FieldValue>>>>
  readonly conversion: Conversion | undefined
  readonly undoing: Undoing | undefined
}

const SHOWN = 5

/** Everything somebody converting a lead wants to see: whether it is vetted, what it may already be, and what would happen. */
export async function prospectOf(tx: Tx, actor: Actor, leadId: number): Promise<Prospect> {
  const lead = await getRecord(tx, actor, await definitionOf(tx, 'Lead'), leadId)
  const { agreement, qualifications } = await qualificationsAndAgreement(tx, actor, [leadId])
  const [qualification] = qualifications
  if (qualification === undefined) throw new Error('A lead that was read is judged.')
  const settings = await conversionSettings(tx)
  const mapping = await mappingFor(tx, mappingIn(settings))
  const conversion = await conversionOfLead(tx, actor, leadId)
  const found = isConverted(lead) ? nobody : await suggestionsFor(tx, actor, mapping, lead)
  return {
    lead,
    qualification,
    agreement,
    obstacle: obstacleTo(actor, agreement, qualification),
    mayOverride: has(actor, 'convert_without_criteria'),
    convertedStatuses: (await leadStatuses(tx)).filter(({ state }) => state === 'converted').map(({ name }) => name),
    ...found,
    fresh: await freshRecords(tx, mapping, lead, fiscalYearIn(settings)),
    conversion,
    undoing: conversion === undefined ? undefined : await undoingOf(tx, conversion),
  }
}

const nobody = { accounts: [], contacts: [], opportunities: [], warnings: [] } as const

async function suggestionsFor(tx: Tx, actor: Actor, mapping: Mapping, lead: StoredRecord) {
  const subject = { id: lead.Id, values: lead }
  const [accountsOf] = await findAccountsOfLeads(tx, actor, [subject])
  const [persons] = may(actor, 'read', 'Contact') ? await findDuplicates(tx, actor, 'Lead', [subject]) : [[]]
  const contacts = await suggestions(
    tx,
    actor,
    mapping,
    'Contact',
    lead,
    (persons ?? []).filter(({ object }) => object === 'Contact'),
  )
  const theirAccounts = contacts.flatMap(({ record }) =>
    typeof record.AccountId === 'number' ? [record.AccountId] : [],
  )
  const accounts = await suggestions(tx, actor, mapping, 'Account', lead, withAccountsOf(accountsOf ?? [], contacts))
  const opportunities = may(actor, 'read', 'Opportunity')
    ? await openOpportunities(
        tx,
        actor,
        [...new Set([...accounts.map(({ record }) => record.Id), ...theirAccounts])],
        contacts.map(({ record }) => record.Id),
      )
    : []
  return { accounts, contacts, opportunities, warnings: warningsOf(contacts, opportunities) }
}

type Hint = Pick<Match, 'id' | 'probability' | 'reasons'>

/** The account of a likely contact is a likely account. */
function withAccountsOf(matches: readonly Hint[], contacts: readonly Suggestion[]): Hint[] {
  const known = new Set(matches.map(({ id }) => id))
  const theirs = contacts.flatMap(({ record, probability }): Hint[] =>
    typeof record.AccountId === 'number' && !known.has(record.AccountId)
      ? [{ id: record.AccountId, probability, reasons: [`${String(record.Name)} is a contact there`] }]
      : [],
  )
  return [...matches, ...new Map(theirs.map((hint) => [hint.id, hint])).values()]
}

async function suggestions(
  tx: Tx,
  actor: Actor,
  mapping: Mapping,
  target: 'Account' | 'Contact',
  lead: StoredRecord,
  hints: readonly Hint[],
): Promise<Suggestion[]> {
  const best = hints.toSorted((a, b) => b.probability - a.probability).slice(0, SHOWN)
  if (best.length === 0) return []
  const definition = await definitionOf(tx, target)
  const records = new Map(
    (
      await recordsById(
        tx,
        actor,
        definition,
        best.map(({ id }) => id),
      )
    ).map((record) => [record.Id, record]),
  )
  const carried = carriedOver(mapping, target, lead)
  return best.flatMap(({ id, probability, reasons }) => {
    const record = records.get(id)
    if (record === undefined) return []
    const fills = Object.keys(fillsBlanksOf(record, carried)).map((name) =>
      noted(definition, record, name, carried[name] ?? null),
    )
    const stays = staysInstead(record, carried).map((name) => noted(definition, record, name, carried[name] ?? null))
    return [{ record, probability, reasons, fills, stays }]
  })
}

const noted = (definition: ObjectDefinition, record: StoredRecord, name: string, leadValue: FieldValue): FieldNote => ({
  field: name,
  label: definition.field.get(name.toLowerCase())?.label ?? name,
  value: record[name] ?? null,
  leadValue,
})

/** R89: nobody calls a person whom the account's owner is selling to already. */
function warningsOf(contacts: readonly Suggestion[], opportunities: readonly OpenOpportunity[]): string[] {
  const engaged = opportunities.filter(({ isAccountOwners }) => isAccountOwners)
  return engaged.map(({ name, ownerName, contactIds }) => {
    const persons = contacts
      .filter(({ record }) => contactIds.includes(record.Id))
      .map(({ record }) => String(record.Name))
    const withWhom = persons.length === 0 ? 'at this account' : `with ${persons.join(' and ')}`
    return `${ownerName}, who owns the account, already works the open opportunity '${name}' ${withWhom}. Talk to them before you call.`
  })
}

function obstacleTo(actor: Actor, agreement: Agreement, qualification: Qualification): string | undefined {
  if (!has(actor, 'convert'))
    return `Your role (${roleName(actor.role)}) may not convert leads. Hand it to somebody who may: ${agreement.converters.map(roleName).join(', ')}.`
  if (!agreement.converters.includes(actor.role))
    return `The agreement says who converts: ${agreement.converters.map(roleName).join(', ')}. Your role is ${roleName(actor.role)}.`
  if (qualification.metAll) return undefined
  const way = has(actor, 'convert_without_criteria')
    ? 'You may convert it with a reason, which stays visible in every report.'
    : 'Record what is missing first.'
  return `This lead is not vetted yet: ${shortfallOf(qualification)}. ${way}`
}

async function freshRecords(
  tx: Tx,
  mapping: Mapping,
  lead: StoredRecord,
  fiscalYearStartsIn: number,
): Promise<Prospect['fresh']> {
  const stage = await firstStage(tx)
  const opportunity = {
    ...carriedOver(mapping, 'Opportunity', lead),
    Name: String(lead.Company).slice(0, 120),
    StageName: stage.name,
    CloseDate: endOfQuarter(tx.now.toISOString().slice(0, 10), fiscalYearStartsIn),
    NoAmountReason: NO_AMOUNT,
  }
  return {
    Account: { Type: 'Prospect', ...carriedOver(mapping, 'Account', lead) },
    Contact: carriedOver(mapping, 'Contact', lead),
    Opportunity: opportunity,
  }
}
