import { convertLeads } from '../../../processes/conversion/conversion.ts'
import { has, type Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import { keysKnown } from '../imports.sql.ts'
import type { Batch, DraftRow } from './terms.ts'
import { makeRecordsFor } from './missing.ts'
import type { Outcome } from './outcome.ts'
import type { ReadRow } from './plan.ts'

/** How many leads one call converts. */
const AT_ONCE = 100

/**
 * Which leads the deals of a file come from: those imported before under the same key. Such a deal is what became of its
 * lead, so the account it names is made if need be, as conversion would.
 */
export async function leadsBehind(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  rows: readonly ReadRow[],
): Promise<ReadonlyMap<string, number>> {
  const { keyName, target } = batch.plan
  if (target.name !== 'Opportunity' || keyName === null || actor.userId === null || !has(actor, 'convert'))
    return new Map()
  const keys = rows.flatMap(({ key }) => (key === null ? [] : [key]))
  const leads = new Map((await keysKnown(tx, 'Lead', keyName, keys)).map(({ value, recordId }) => [value, recordId]))
  const nameless = rows.flatMap(({ key, references }) =>
    key !== null && leads.has(key)
      ? references.filter((one) => one.field === 'AccountId' && batch.book.find(one) === undefined)
      : [],
  )
  const once = [...new Map(nameless.map((one) => [one.value.toLowerCase(), one])).values()]
  const made = await makeRecordsFor(tx, actor, batch, 'Account', once)
  for (const one of nameless) {
    const id = made.get(one.value.toLowerCase())
    if (id !== undefined) batch.book.add(one, id)
  }
  return leads
}

/** Converts the leads of deals just made, into the deal and its account, and closes the deals as the file has them. */
export async function convertBehind(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  created: ReadonlyMap<DraftRow, number>,
  outcome: Outcome,
): Promise<void> {
  if (batch.plan.target.name !== 'Opportunity') return
  const deals = [...created].flatMap(([row, id]) => (row.leadId === undefined ? [] : [{ row, id, leadId: row.leadId }]))
  if (deals.length === 0) return
  for (let from = 0; from < deals.length; from += AT_ONCE) {
    const part = deals.slice(from, from + AT_ONCE)
    const results = await convertLeads(
      tx,
      actor,
      part.map(({ row, id, leadId }) => ({
        leadId,
        opportunityId: id,
        accountId: Number(row.draft.AccountId),
        overrideReason: `Imported as a deal in '${batch.fileName}'`,
      })),
    )
    results.forEach(({ refusal }, at) => {
      const row = part[at]?.row.read.row
      if (refusal === undefined)
        outcome.note('Leads imported before, of which a row is the deal they became, are converted into it.')
      else if (row !== undefined) outcome.remark(row, null, `Its lead was not converted. ${refusal.message}`)
    })
  }
  const closing = deals.flatMap(({ row, id }) => (row.closing === undefined ? [] : [{ id, draft: row.closing }]))
  const saved = await batch.door.update(tx, actor, closing, { importId: batch.importId })
  saved.forEach(({ id, refusal }) => {
    const row = deals.find((deal) => deal.id === id)?.row.read.row
    if (refusal !== undefined && row !== undefined) outcome.remark(row, 'StageName', refusal.message)
  })
}
