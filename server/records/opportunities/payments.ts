import { encodeId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValues } from '../../ground/objects/definition.ts'
import { importColumns, type ChangeDraft, type Door, type SaveOptions } from '../../ground/objects/door.ts'
import { valueOf, type Draft } from '../../ground/objects/drafts.ts'
import { changeRecords, createRecords, savedIds } from '../../ground/objects/objects.ts'
import { bringBackRecords, removeRecords, doUnless } from '../../ground/objects/removal.ts'
import type { Saved } from '../../ground/objects/save.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { Payment } from './paymentFields.sql.ts'
import { centsOf } from './payment.ts'
import {
  addCollected,
  correctCollected,
  lockCollected,
  lockWrong,
  paidAmong,
  paymentRows,
  type Collected,
  type CollectedCorrection,
} from './payments.sql.ts'

/**
 * Books money that came in for deals, or went back (an amount below nothing). The deals' collected cash follows in the
 * same transaction, and with it that of their campaigns.
 */
export async function bookPayments(
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
  options: SaveOptions = {},
): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'Payment')
  const ledger = ledgerOf(await lockCollected(tx, drafts.flatMap(opportunityIn)))
  const wanted = new Map<number, { readonly id: number; readonly cents: number }>()
  const saved = await createRecords(
    tx,
    actor,
    definition,
    drafts,
    (values, at) => {
      const id = Number(values.OpportunityId)
      const cents = centsOf(values.Amount)
      const refusal = unfit(tx, values) ?? ledger.add(id, cents)
      if (refusal !== undefined) return refusal
      wanted.set(at, { id, cents })
      return { values, columns: importColumns(options, at) }
    },
    { known: options.known, readBack: options.readBack },
  )
  await keepCollected(
    tx,
    saved.map(({ refusal }, at) => (refusal === undefined ? wanted.get(at) : undefined)),
  )
  announce(tx, { type: 'payment.created', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

/** Corrects payments. One booked to the wrong deal is removed there and booked anew. */
export async function updatePayments(tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'Payment')
  const rows = await paymentRows(
    tx,
    changes.map(({ id }) => id),
  )
  const ledger = ledgerOf(await lockCollected(tx, dealsOf(rows.values())))
  const wanted = new Map<ChangeDraft, { readonly id: number; readonly cents: number }>()
  const saved = await changeRecords(tx, actor, definition, changes, (before, values, change) => {
    const after = { ...before, ...values }
    const id = Number(before.OpportunityId)
    const cents = centsOf(after.Amount) - centsOf(before.Amount)
    const refusal = unfit(tx, after) ?? ledger.add(id, cents)
    if (refusal !== undefined) return refusal
    wanted.set(change, { id, cents })
    return { values }
  })
  await keepCollected(
    tx,
    saved.map(({ refusal }, at) => {
      const change = changes[at]
      return refusal === undefined && change !== undefined ? wanted.get(change) : undefined
    }),
  )
  announce(tx, { type: 'payment.changed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export async function removePayments(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const rows = await paymentRows(tx, ids)
  const ledger = ledgerOf(await lockCollected(tx, dealsOf(rows.values())))
  const saved = await doUnless(tx, actor, {
    definition: Payment,
    ids,
    refusalOf: (id) => {
      const row = rows.get(id)
      return row === undefined ? undefined : ledger.add(row.opportunityId, -centsOf(row.amount))
    },
    work: (those) => removeRecords(tx, actor, Payment, those),
  })
  await keepCollected(
    tx,
    savedIds(saved).map((id) => difference(rows.get(id), -1)),
  )
  announce(tx, { type: 'payment.deleted', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export async function restorePayments(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const rows = await paymentRows(tx, ids)
  const deals = await lockCollected(tx, dealsOf(rows.values()))
  const ledger = ledgerOf(deals)
  const saved = await doUnless(tx, actor, {
    definition: Payment,
    ids,
    refusalOf: (id) => {
      const row = rows.get(id)
      if (row === undefined) return undefined
      if (deals.get(row.opportunityId)?.isDeleted === true) return dealIsDeleted(row.opportunityId)
      return ledger.add(row.opportunityId, centsOf(row.amount))
    },
    work: (those) => bringBackRecords(tx, actor, Payment, those),
  })
  await keepCollected(
    tx,
    savedIds(saved).map((id) => difference(rows.get(id), 1)),
  )
  announce(tx, { type: 'payment.restored', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export const paymentDoor: Door = {
  definition: Payment,
  create: bookPayments,
  update: updatePayments,
  remove: removePayments,
  restore: restorePayments,
}

/** Adds up every deal's payments anew, corrects what was kept, and answers what was off. People may go on working. */
export const recountCollected = async (tx: Tx): Promise<readonly CollectedCorrection[]> =>
  correctCollected(tx, await lockWrong(tx))

/** The same of deals that just came back with their payments. */
export const collectAnew = (tx: Tx, ids: readonly number[]): Promise<readonly CollectedCorrection[]> =>
  correctCollected(tx, ids)

/** Deals money was received for; who takes deals away asks first. */
export const dealsPaidFor = (tx: Tx, ids: readonly number[]) => paidAmong(tx, ids)

export type { CollectedCorrection }

type Ledger = { readonly add: (opportunityId: number, cents: number) => Refusal | undefined }

/** What deals collected while a list is gone through; refuses what would give back more than came in. */
function ledgerOf(deals: ReadonlyMap<number, Collected>): Ledger {
  const sums = new Map([...deals].map(([id, { collected }]) => [id, centsOf(collected)]))
  return {
    add: (id, cents) => {
      const sum = sums.get(id) ?? 0
      if (cents < 0 && sum + cents < 0) return moreThanCameIn(id, sum)
      sums.set(id, sum + cents)
      return undefined
    },
  }
}

const difference = (
  row: { readonly opportunityId: number; readonly amount: number } | undefined,
  sign: 1 | -1,
): { readonly id: number; readonly cents: number } | undefined =>
  row === undefined ? undefined : { id: row.opportunityId, cents: sign * centsOf(row.amount) }

async function keepCollected(
  tx: Tx,
  differences: readonly ({ readonly id: number; readonly cents: number } | undefined)[],
): Promise<void> {
  const sums = new Map<number, number>()
  for (const one of differences) if (one !== undefined) sums.set(one.id, (sums.get(one.id) ?? 0) + one.cents)
  const changed = [...sums].flatMap(([id, cents]) => (cents === 0 ? [] : [{ id, cents }]))
  if (changed.length > 0) await addCollected(tx, changed)
}

const dealsOf = (rows: Iterable<{ readonly opportunityId: number }>): number[] => [
  ...new Set([...rows].map(({ opportunityId }) => opportunityId)),
]

function opportunityIn(draft: Draft): number[] {
  const id = valueOf(Payment, draft, 'OpportunityId')
  return typeof id === 'number' ? [id] : []
}

const DAY = 86_400_000

function unfit(tx: Tx, { Amount: amount, ReceivedDate: received }: FieldValues): Refusal | undefined {
  if (centsOf(amount) === 0)
    return new Refusal('invalid_value', 'A payment of nothing is none. Enter what came in, or what went back.', {
      field: 'Amount',
      value: amount,
      rule: 'A payment is more than nothing, and a refund less.',
    })
  // Somewhere it is tomorrow already.
  const latest = new Date(tx.now.getTime() + DAY).toISOString().slice(0, 10)
  if (typeof received === 'string' && received > latest)
    return new Refusal(
      'invalid_value',
      `${received} is still to come. A payment is money that is there; what you expect is the amount of the opportunity.`,
      { field: 'ReceivedDate', value: received, rule: 'Money is received on a day that has begun.' },
    )
  return undefined
}

const moreThanCameIn = (opportunityId: number, cents: number): Refusal =>
  new Refusal(
    'refund_exceeds_payments',
    `This would leave the opportunity with less than nothing: ${(cents / 100).toFixed(2)} was collected for it so far. Enter the payment first that is given back.`,
    {
      field: 'Amount',
      rule: 'No more is given back than came in.',
      facts: { opportunityId: encodeId(opportunityId), collected: cents / 100 },
    },
  )

const dealIsDeleted = (opportunityId: number): Refusal =>
  new Refusal(
    'opportunity_in_recycle_bin',
    'The opportunity of this payment is in the recycle bin. Restore the opportunity first, then the payment.',
    {
      kind: 'conflict',
      field: 'OpportunityId',
      rule: 'Every payment belongs to an opportunity.',
      facts: { opportunityId: encodeId(opportunityId) },
    },
  )
