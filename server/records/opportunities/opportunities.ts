import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { leaveUnderway, type Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValues, StoredRecord } from '../../ground/objects/definition.ts'
import { importColumns, type ChangeDraft, type Door, type SaveOptions } from '../../ground/objects/door.ts'
import type { Draft } from '../../ground/objects/drafts.ts'
import { drawIds } from '../../ground/objects/ids.ts'
import { changeRecords, createRecords, savedIds } from '../../ground/objects/objects.ts'
import { removeRecords } from '../../ground/objects/removal.ts'
import type { RowsAlong } from '../../ground/objects/along.ts'
import type { Saved } from '../../ground/objects/save.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { defaultOwner } from '../../ground/users/owners.ts'
import { bringBackAtAccounts } from '../accounts/accounts.ts'
import { Opportunity } from './fields.ts'
import { addContactRoles, contactRoleDoor, firstRoles } from './contactRoles.ts'
import { recordHistory, recordPastStages, type PastStage } from './opportunities.sql.ts'
import { VETTING_WAS_WRONG, type OpportunityStage } from './opportunity.ts'
import { collectAnew } from './payments.ts'
import { forecastCategories } from './stageList.ts'
import { firstStage, opportunityStages } from './stages.ts'

// Stages and contact roles are asked for at this door, too.
export { addContactRoles, contactRoleDoor, firstStage }

/** Opens opportunities: each with an account, an owner, an amount or a reason for none, a stage and a close date. */
export async function openOpportunities(
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
  options: SaveOptions = {},
): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'Opportunity')
  const stages = await opportunityStages(tx)
  const ownerId = actor.userId ?? (await defaultOwner(tx))
  const contacts = new Map<number, number>()
  const saved = await createRecords(
    tx,
    actor,
    definition,
    drafts,
    (values, at) => {
      if (typeof values.ContactId === 'number') contacts.set(at, values.ContactId)
      const owned: FieldValues = { ...values, OwnerId: values.OwnerId ?? ownerId }
      const closing = closingOf(tx, options, owned.CloseDate, options.createdAt?.[at])
      const followed = fromStage(tx, stages, undefined, owned, closing)
      return followed instanceof Refusal
        ? followed
        : (incomplete(followed) ?? {
            values: followed,
            columns: { ...madeBy(followed), ...importColumns(options, at), push_count: 0, collected: 0 },
          })
    },
    {
      alsoReadOnly: ['ContactId'],
      known: options.known,
      readBack: options.readBack,
      underway: options.underway,
    },
  )
  const ids = savedIds(saved)
  const primaries = saved.flatMap(({ id }, at) =>
    id !== undefined && contacts.has(at) ? [{ opportunityId: id, contactId: contacts.get(at) ?? 0 }] : [],
  )
  const roles = await firstRoles(tx, actor, primaries)
  await writeHistory(tx, actor, ids, options, roles)
  announce(tx, { type: 'opportunity.created', recordIds: ids, actorId: actor.userId })
  return saved
}

export async function updateOpportunities(
  tx: Tx,
  actor: Actor,
  changes: readonly ChangeDraft[],
  options: SaveOptions = {},
): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'Opportunity')
  const stages = await opportunityStages(tx)
  const remembered: number[] = []
  const saved = await changeRecords(tx, actor, definition, changes, (before, values) => {
    const made = before.CreatedDate instanceof Date && before.CreatedDate < tx.now ? before.CreatedDate : undefined
    const closing = closingOf(tx, options, values.CloseDate ?? before.CloseDate, made)
    const followed = fromStage(tx, stages, before, values, closing)
    if (followed instanceof Refusal) return followed
    const refusal = incomplete({ ...before, ...followed })
    if (refusal !== undefined) return refusal
    if (['Amount', 'Probability', 'StageName', 'CloseDate'].some((name) => followed[name] !== undefined))
      remembered.push(before.Id)
    return { values: pushed(before, followed), columns: made === undefined ? madeBy(followed) : undefined }
  })
  await writeHistory(tx, actor, remembered, options)
  announce(tx, { type: 'opportunity.changed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export async function deleteOpportunities(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const saved = await removeRecords(tx, actor, Opportunity, ids)
  announce(tx, { type: 'opportunity.deleted', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export async function restoreOpportunities(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const saved = await bringBackAtAccounts(tx, actor, Opportunity, ids)
  await collectAnew(tx, savedIds(saved))
  announce(tx, { type: 'opportunity.restored', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export type { PastStage }

/** Keeps where deals stood before they came here; answers the ids of the entries, in order. */
export async function keepPastStages(tx: Tx, stages: readonly PastStage[]): Promise<readonly number[]> {
  const ids = await drawIds(tx, 'OpportunityHistory', stages.length)
  if (stages.length > 0) await recordPastStages(tx, stages, ids)
  return ids
}

export const opportunityDoor: Door = {
  definition: Opportunity,
  create: openOpportunities,
  update: updateOpportunities,
  remove: deleteOpportunities,
  restore: restoreOpportunities,
}

/** When a deal closes: now, but a file tells of what has been. There it was at noon of the close date, and not before the deal was made. */
function closingOf(tx: Tx, { importId }: SaveOptions, closeDate: unknown, madeAt?: Date): Date {
  if (importId === undefined || typeof closeDate !== 'string') return tx.now
  const noon = new Date(`${closeDate}T12:00:00Z`)
  const closing = madeAt !== undefined && madeAt > noon ? madeAt : noon
  return closing < tx.now ? closing : tx.now
}

/** A closed deal of which nobody knows when it was made was made when it closed, at the latest. */
const madeBy = ({ ClosedAt }: FieldValues): Readonly<Record<string, unknown>> =>
  ClosedAt instanceof Date ? { created_at: ClosedAt } : {}

/** What follows from the stage: probability, forecast category, closed and won. Both may be overridden, but not for a closed deal. */
function fromStage(
  tx: Tx,
  stages: readonly OpportunityStage[],
  before: StoredRecord | undefined,
  values: FieldValues,
  closing: Date,
): FieldValues | Refusal {
  if (values.StageName === undefined && before !== undefined) return withForecastCode(values)
  const stage = stages.find(({ name }) => name.toLowerCase() === String(values.StageName).toLowerCase())
  if (stage === undefined) return unknownStage(stages, values.StageName)
  if (before?.StageName === stage.name) return withForecastCode(values)
  return withForecastCode({
    ...values,
    StageName: stage.name,
    Probability: stage.isClosed ? stage.defaultProbability : (values.Probability ?? stage.defaultProbability),
    ForecastCategory: stage.forecastCategory,
    ForecastCategoryName: stage.isClosed
      ? stage.forecastCategoryName
      : (values.ForecastCategoryName ?? stage.forecastCategoryName),
    ClosedAt: stage.isClosed ? closing : null,
    WonAt: stage.isWon ? closing : null,
    LastStageChangeDate: stage.isClosed ? closing : tx.now,
    ...(stage.isClosed && !stage.isWon ? {} : { LossReason: null, VettingFailure: null }),
  })
}

/** The code of the forecast category follows its name. */
const withForecastCode = (values: FieldValues): FieldValues => {
  const code = forecastCategories[String(values.ForecastCategoryName)]
  return code === undefined ? values : { ...values, ForecastCategory: code }
}

/** PushCount rises when the close date moves past the end of a calendar month, and never falls. */
function pushed(before: StoredRecord, values: FieldValues): FieldValues {
  if (typeof values.CloseDate !== 'string' || typeof before.CloseDate !== 'string') return values
  const later = values.CloseDate.slice(0, 7) > before.CloseDate.slice(0, 7)
  return later ? { ...values, PushCount: Number(before.PushCount ?? 0) + 1 } : values
}

async function writeHistory(
  tx: Tx,
  actor: Actor,
  ids: readonly number[],
  { importId, underway }: SaveOptions,
  along?: RowsAlong,
): Promise<void> {
  if (ids.length === 0) return
  const drawn = await drawIds(tx, 'OpportunityHistory', ids.length)
  const at = importId === undefined ? tx.now : 'since its stage'
  await leaveUnderway(underway, recordHistory(tx, actor, ids, drawn, { at, along }))
}

/** The invariant of the house: no opportunity without account, owner, amount or a stated reason for none, stage and close date. */
function incomplete(opportunity: FieldValues): Refusal | undefined {
  if (typeof opportunity.AccountId !== 'number')
    return needs(
      'AccountId',
      'account',
      'It is one specific sale to one company. A company nobody has qualified yet is a lead: vet it, then convert it.',
    )
  if (typeof opportunity.OwnerId !== 'number')
    return needs('OwnerId', 'owner', 'One person coordinates everyone and brings it to a close.')
  if (typeof opportunity.CloseDate !== 'string')
    return needs('CloseDate', 'close date', 'An open-ended opportunity is a lead in disguise.')
  if (typeof opportunity.Amount !== 'number' && !opportunity.NoAmountReason)
    return needs(
      'Amount',
      'amount, or a stated reason for none (NoAmountReason)',
      'Opportunities are like goals: attainable, measurable and bound to a date.',
    )
  const lost = opportunity.ClosedAt instanceof Date && opportunity.WonAt === null
  if (lost && !opportunity.LossReason)
    return needs(
      'LossReason',
      'loss reason',
      'Closed Lost means that sales failed, or the vetting before it did: the reason says which.',
    )
  if (lost && opportunity.LossReason === VETTING_WAS_WRONG && !opportunity.VettingFailure)
    return needs(
      'VettingFailure',
      'criterion that was vetted wrongly',
      'Budget, authority, need or timeline: it counts for whoever vetted, so that vetting gets better.',
    )
  return undefined
}

const needs = (field: string, what: string, why: string): Refusal =>
  new Refusal(
    'required_field_missing',
    `This opportunity needs ${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}. ${why}`,
    { field, rule: `No opportunity without ${what}.` },
  )

const unknownStage = (stages: readonly OpportunityStage[], value: unknown): Refusal =>
  new Refusal(
    'invalid_or_null_for_restricted_picklist',
    `'${String(value).slice(0, 80)}' is no opportunity stage here. The stages are ${stages.map(({ name }) => `'${name}'`).join(', ')}.`,
    {
      field: 'StageName',
      value,
      rule: 'StageName is one of the opportunity stages of this organization.',
    },
  )
