import { encodeId } from '../../../shared/ids.ts'
import { notFound, refuseAny, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { drawIds } from '../../ground/objects/ids.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { isConverted } from '../../records/leads/lead.ts'
import { alreadyConverted, leadDoor } from '../../records/leads/leads.ts'
import { criterionNamed, type Agreement } from './agreement.ts'
import { agreementToWorkBy } from './agreements.sql.ts'
import {
  evidenceSources,
  judge,
  shortfallOf,
  type Evidence,
  type EvidenceSource,
  type Qualification,
} from './evidence.ts'
import { evidenceLedger, insertEvidence, latestEvidence } from './evidence.sql.ts'

/** What somebody learned about a lead. */
export type EvidenceDraft = {
  readonly leadId: number
  /** The name of a criterion of the agreement: `Budget`. */
  readonly criterion: string
  readonly value: string
  /** Whether it speaks for the lead; it does unless this is false. */
  readonly isMet?: boolean
  readonly source: EvidenceSource
  readonly saidBy?: string | null
  /** `YYYY-MM-DD`; today when left out. */
  readonly observedOn?: string
}

export { presentQualification } from './present.ts'

// What other rooms need to know of the agreement and of a judgement, they get at this door.
export { shortfallOf, type Agreement, type Qualification }

const LONGEST_VALUE = 2000
const LEDGER_SHOWN = 200

/**
 * Adds to the ledger of what is known about leads; nothing in it is overwritten, the latest for each criterion
 * counts. All of the list or none. Throws not_found, unknown_criterion, invalid_value, lead_already_converted.
 */
export async function recordEvidence(tx: Tx, actor: Actor, drafts: readonly EvidenceDraft[]): Promise<Evidence[]> {
  refuseUnlessMay(actor, 'edit', 'Lead')
  const definition = await definitionOf(tx, 'Lead')
  const leadIds = [...new Set(drafts.map(({ leadId }) => leadId))]
  const [agreement, leads] = await Promise.all([
    agreementToWorkBy(tx),
    recordsById(tx, actor, definition, leadIds, ['ConvertedAccountId', 'ConvertedContactId', 'ConvertedOpportunityId']),
  ])
  const known = new Map(leads.map((lead) => [lead.Id, lead]))
  refuseAny(
    leadIds.flatMap((id) => {
      const lead = known.get(id)
      if (lead === undefined) return notFound('lead', encodeId(id))
      return isConverted(lead) ? alreadyConverted(lead) : []
    }),
  )
  const ids = await drawIds(tx, 'Evidence', drafts.length)
  const read = drafts.map((draft, at) => readEvidence(tx, actor, agreement, draft, ids[at] ?? 0))
  refuseAny(read.filter((one): one is Refusal => one instanceof Refusal))
  const rows = read.filter((one): one is NewEvidence => !(one instanceof Refusal))
  await insertEvidence(tx, rows)
  announce(tx, {
    type: 'lead.evidence_recorded',
    recordIds: leadIds,
    actorId: actor.userId,
    payload: { criteria: [...new Set(rows.map(({ criterion }) => criterion))] },
  })
  return rows.map((row) => ({ ...row, recordedAt: tx.now }))
}

/** Everything that was learned about a lead, newest first. Throws not_found. */
export async function evidenceOf(tx: Tx, actor: Actor, leadId: number): Promise<Evidence[]> {
  await getRecord(tx, actor, leadDoor.definition, leadId, ['Id'])
  return evidenceLedger(tx, actor, leadId, LEDGER_SHOWN)
}

/** How far leads are vetted; one answer each, in order. A lead the actor may not see looks like one nobody knows anything of. */
export async function qualificationOf(tx: Tx, actor: Actor, leadIds: readonly number[]): Promise<Qualification[]> {
  return (await qualificationsAndAgreement(tx, actor, leadIds)).qualifications
}

/** The same with the agreement it is judged by. */
export async function qualificationsAndAgreement(
  tx: Tx,
  actor: Actor,
  leadIds: readonly number[],
): Promise<{ readonly agreement: Agreement; readonly qualifications: Qualification[] }> {
  refuseUnlessMay(actor, 'read', 'Lead')
  const [agreement, latest] = await Promise.all([agreementToWorkBy(tx), latestEvidence(tx, actor, leadIds)])
  const byLead = Map.groupBy(latest, ({ leadId }) => leadId)
  return { agreement, qualifications: leadIds.map((id) => judge(agreement, id, byLead.get(id) ?? [])) }
}

type NewEvidence = Omit<Evidence, 'recordedAt'>

function readEvidence(
  tx: Tx,
  actor: Actor,
  agreement: Agreement,
  draft: EvidenceDraft,
  id: number,
): NewEvidence | Refusal {
  const criterion = criterionNamed(agreement, draft.criterion)
  if (criterion === undefined) return unknownCriterion(agreement, draft.criterion)
  if (!evidenceSources.includes(draft.source))
    return new Refusal('invalid_value', `Source says where this was learned: ${evidenceSources.join(', ')}.`, {
      field: 'source',
      value: draft.source,
    })
  const value = draft.value.trim()
  if (value === '')
    return new Refusal(
      'required_field_missing',
      `Say what you learned about ${criterion.label.toLowerCase()}: "€40k approved", "board decides in May". A check mark alone tells the next person nothing.`,
      { field: 'value' },
    )
  if (value.length > LONGEST_VALUE)
    return new Refusal(
      'string_too_long',
      `What was learned may be ${LONGEST_VALUE.toLocaleString('en')} characters long, and this has ${value.length}.`,
      { field: 'value' },
    )
  if ((draft.saidBy ?? '').length > 255)
    return new Refusal('string_too_long', 'Who said it may be 255 characters long.', { field: 'saidBy' })
  const today = tx.now.toISOString().slice(0, 10)
  const observedOn = draft.observedOn ?? today
  // Somewhere it is tomorrow already.
  const latestDay = new Date(tx.now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10)
  if (observedOn > latestDay)
    return new Refusal(
      'observed_in_the_future',
      `${observedOn} has not come yet. Evidence is what was learned, not what is hoped.`,
      { field: 'observedOn', value: observedOn },
    )
  return {
    id,
    leadId: draft.leadId,
    criterion: criterion.name,
    value,
    isMet: draft.isMet !== false,
    source: draft.source,
    saidBy: draft.saidBy?.trim() || null,
    observedOn,
    recordedById: actor.userId,
  }
}

const unknownCriterion = (agreement: Agreement, name: string): Refusal =>
  new Refusal(
    'unknown_criterion',
    `'${name.slice(0, 40)}' is no criterion of the agreement (version ${agreement.version}). It names ${agreement.criteria.map((one) => `'${one.name}'`).join(', ')}.`,
    {
      field: 'criterion',
      value: name,
      rule: 'A lead is qualified by the criteria Marketing and Sales agreed on.',
      way: { label: 'Open the agreement', href: '/setup/agreement' },
    },
  )
