import { encodeId, objectOfId } from '../../../shared/ids.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { StoredRecord } from '../../ground/objects/definition.ts'
import { has, type Actor } from '../../ground/users/actor.ts'
import { isConverted } from '../../records/leads/lead.ts'
import { statusNamed, statusOfState } from '../../records/leads/leads.ts'
import type { Qualification } from '../qualification/qualification.ts'
import type { ConversionRequest } from './converted.ts'
import {
  contactElsewhere,
  contactWithoutAccount,
  criteriaNotMet,
  eitherOpportunity,
  lostTheRace,
  mayNotOverride,
  noOpportunityWanted,
  notConverting,
  nothingToSee,
  opportunityClosed,
  opportunityElsewhere,
  opportunityNeedsAccount,
  ownerGone,
  queueOwns,
  roleDoesNotConvert,
  sourceNeedsContact,
  twice,
} from './refusals.ts'
import type { Scene } from './scene.ts'

/** A conversion everything speaks for: what is there already, who owns what is made, and on what grounds. */
export type Plan = {
  readonly request: ConversionRequest
  readonly lead: StoredRecord
  readonly status: string
  readonly ownerId: number
  readonly account: StoredRecord | undefined
  readonly contact: StoredRecord | undefined
  readonly opportunity: StoredRecord | undefined
  readonly qualification: Qualification
  /** Kept only when the criteria are not met. */
  readonly overrideReason: string | null
}

/** Checks each request against what is there; a plan or a refusal each, in order. */
export function planConversions(
  actor: Actor,
  scene: Scene,
  requests: readonly ConversionRequest[],
): (Plan | Refusal)[] {
  const seen = new Set<number>()
  return requests.map((request) => {
    if (seen.has(request.leadId)) return twice(request.leadId)
    seen.add(request.leadId)
    return planOne(actor, scene, request)
  })
}

function planOne(actor: Actor, scene: Scene, request: ConversionRequest): Plan | Refusal {
  const lead = scene.leads.get(request.leadId)
  if (lead === undefined) return notFound('lead', encodeId(request.leadId))
  if (isConverted(lead)) return lostTheRace(lead, undefined)
  const status = convertedStatus(scene, request)
  const qualification = scene.qualifications.get(lead.Id)
  if (qualification === undefined) throw new Error('Every lead that was read is judged.')
  const ownerId = request.ownerId ?? Number(lead.OwnerId)
  const refusal =
    oddities(request) ??
    (status instanceof Refusal ? status : undefined) ??
    gate(actor, scene, qualification, request) ??
    ownerRefusal(scene, request, ownerId) ??
    targetRefusal(scene, request)
  if (refusal !== undefined) return refusal
  return {
    request,
    lead,
    status: String(status),
    ownerId,
    account: found(scene.accounts, request.accountId),
    contact: found(scene.contacts, request.contactId),
    opportunity: found(scene.opportunities, request.opportunityId),
    qualification,
    overrideReason: qualification.metAll ? null : (request.overrideReason?.trim() ?? null),
  }
}

/** Arguments that contradict each other. */
function oddities(request: ConversionRequest): Refusal | undefined {
  const {
    accountId,
    contactId,
    opportunityId,
    opportunityName,
    doNotCreateOpportunity,
    overwriteLeadSource,
    amount,
    noAmountReason,
    closeDate,
  } = request
  if (contactId !== undefined && accountId === undefined) return contactWithoutAccount()
  if (overwriteLeadSource === true && contactId === undefined) return sourceNeedsContact()
  if (doNotCreateOpportunity === true) {
    const words = Object.entries({ opportunityName, opportunityId, amount, noAmountReason, closeDate }).find(
      ([, value]) => value !== undefined && value !== '',
    )
    if (words !== undefined) return noOpportunityWanted(words[0])
  }
  if (opportunityId !== undefined && opportunityName) return eitherOpportunity()
  return opportunityId !== undefined && accountId === undefined ? opportunityNeedsAccount() : undefined
}

function convertedStatus({ statuses }: Scene, { convertedStatus: wanted }: ConversionRequest): string | Refusal {
  if (wanted === undefined) return statusOfState(statuses, 'converted').name
  const status = statusNamed(statuses, wanted)
  return status?.state === 'converted'
    ? status.name
    : notConverting(
        wanted,
        statuses.filter(({ state }) => state === 'converted').map(({ name }) => name),
      )
}

/** Who may convert, and on what grounds: the agreement says both. */
function gate(
  actor: Actor,
  { agreement }: Scene,
  qualification: Qualification,
  { overrideReason }: ConversionRequest,
): Refusal | undefined {
  if (!agreement.converters.includes(actor.role))
    return roleDoesNotConvert(actor.role, agreement.converters, agreement.version)
  if (qualification.metAll) return undefined
  if (!overrideReason?.trim()) return criteriaNotMet(qualification)
  return has(actor, 'convert_without_criteria') ? undefined : mayNotOverride(actor.role, qualification)
}

/** An owner is needed only for what is newly made. */
function ownerRefusal(scene: Scene, request: ConversionRequest, ownerId: number): Refusal | undefined {
  const makesNothing =
    request.accountId !== undefined &&
    request.contactId !== undefined &&
    (request.opportunityId !== undefined || request.doNotCreateOpportunity === true)
  if (makesNothing && request.ownerId === undefined) return undefined
  if (objectOfId(ownerId) !== 'User') return queueOwns(request.ownerId !== undefined)
  return scene.activeOwners.has(ownerId) ? undefined : ownerGone(ownerId)
}

function targetRefusal(scene: Scene, { accountId, contactId, opportunityId }: ConversionRequest): Refusal | undefined {
  if (accountId !== undefined && !scene.accounts.has(accountId)) return nothingToSee('accountId', 'account', accountId)
  if (contactId !== undefined) {
    const contact = scene.contacts.get(contactId)
    if (contact === undefined) return nothingToSee('contactId', 'contact', contactId)
    if (contact.AccountId !== accountId) return contactElsewhere(contact)
  }
  if (opportunityId === undefined) return undefined
  const opportunity = scene.opportunities.get(opportunityId)
  if (opportunity === undefined) return nothingToSee('opportunityId', 'opportunity', opportunityId)
  if (opportunity.AccountId !== accountId) return opportunityElsewhere(opportunity)
  return opportunity.ClosedAt === null ? undefined : opportunityClosed(opportunity)
}

const found = (records: ReadonlyMap<number, StoredRecord>, id: number | undefined): StoredRecord | undefined =>
  id === undefined ? undefined : records.get(id)
