import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { StoredRecord } from '../../ground/objects/definition.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { lockRecords } from '../../ground/objects/save.ts'
import { may, type Actor } from '../../ground/users/actor.ts'
import type { LeadStatus } from '../../records/leads/lead.ts'
import { leadStatuses } from '../../records/leads/leads.ts'
import { firstStage } from '../../records/opportunities/opportunities.ts'
import { qualificationsAndAgreement, type Agreement, type Qualification } from '../qualification/qualification.ts'
import type { ConversionRequest } from './converted.ts'
import {
  rolesInOpportunities,
  surroundingsOf,
  type Belonging,
  type RoleInOpportunity,
  type SettingRow,
} from './conversions.sql.ts'
import type { Mapping } from '../../../shared/conversionMapping.ts'
import { mappingFor, type MappingSetting } from './mapping.ts'

type Records = ReadonlyMap<number, StoredRecord>

/** Everything a set of conversions has to know, read at once with the leads locked. */
export type Scene = {
  readonly leads: Records
  readonly accounts: Records
  readonly contacts: Records
  readonly opportunities: Records
  readonly roles: readonly RoleInOpportunity[]
  readonly statuses: readonly LeadStatus[]
  readonly firstStage: string
  readonly agreement: Agreement
  readonly qualifications: ReadonlyMap<number, Qualification>
  readonly activeOwners: ReadonlySet<number>
  readonly belongings: ReadonlyMap<number, readonly Belonging[]>
  readonly mapping: Mapping
  readonly fiscalYearStartsIn: number
}

/** The statements travel together and run in this order: whoever locked the lead first goes on, the other waits and sees what became of it. */
export async function readScene(tx: Tx, actor: Actor, requests: readonly ConversionRequest[]): Promise<Scene> {
  const leadIds = [...new Set(requests.map(({ leadId }) => leadId))]
  const owners = requests.flatMap(({ ownerId }) => ownerId ?? [])
  const meetings = requests.flatMap(({ leadId, contactId }) => (contactId === undefined ? [] : { leadId, contactId }))
  const opportunityIds = requests.flatMap(({ opportunityId }) => opportunityId ?? [])
  const [lead, statuses, stage] = [await definitionOf(tx, 'Lead'), await leadStatuses(tx), await firstStage(tx)]
  const [leads, accounts, contacts, opportunities, roles, around, qualified] = await Promise.all([
    lockRecords(tx, actor, lead, leadIds),
    locked(
      tx,
      actor,
      'Account',
      requests.flatMap(({ accountId }) => accountId ?? []),
    ),
    locked(
      tx,
      actor,
      'Contact',
      meetings.map(({ contactId }) => contactId),
    ),
    locked(tx, actor, 'Opportunity', opportunityIds),
    opportunityIds.length === 0 ? [] : rolesInOpportunities(tx, opportunityIds),
    surroundingsOf(tx, leadIds, meetings, owners),
    qualificationsAndAgreement(tx, actor, leadIds),
  ])
  const settings = around.filter((one) => one.kind === 'setting')
  return {
    leads,
    accounts,
    contacts,
    opportunities,
    roles,
    statuses,
    firstStage: stage.name,
    agreement: qualified.agreement,
    qualifications: new Map(qualified.qualifications.map((one) => [one.leadId, one])),
    activeOwners: new Set(around.flatMap((one) => (one.kind === 'owner' ? one.id : []))),
    belongings: Map.groupBy(
      around.filter((one) => one.kind === 'belonging'),
      ({ leadId }) => leadId,
    ),
    mapping: await mappingFor(tx, mappingIn(settings)),
    fiscalYearStartsIn: fiscalYearIn(settings),
  }
}

/** Who may not change an opportunity (a vetter) may still add a contact to it, and needs to see it for that. */
async function locked(
  tx: Tx,
  actor: Actor,
  objectName: 'Account' | 'Contact' | 'Opportunity',
  ids: readonly number[],
): Promise<Records> {
  if (ids.length === 0) return new Map()
  const definition = await definitionOf(tx, objectName)
  if (objectName !== 'Opportunity' || may(actor, 'edit', objectName)) return lockRecords(tx, actor, definition, ids)
  return new Map((await recordsById(tx, actor, definition, ids)).map((record) => [record.Id, record]))
}

/** The org's own mapping of fields; what is not of its shape is left out. */
export function mappingIn(settings: readonly SettingRow[]): MappingSetting {
  const value = settings.find(({ name }) => name === 'conversion_mapping')?.value
  return typeof value === 'object' && value !== null ? value : {}
}

export function fiscalYearIn(settings: readonly SettingRow[]): number {
  const month = Number(settings.find(({ name }) => name === 'fiscal_year_starts_in')?.value)
  return Number.isInteger(month) && month >= 1 && month <= 12 ? month : 1
}
