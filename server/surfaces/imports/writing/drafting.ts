import type { Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Batch, DraftRow } from './terms.ts'
import { fillingsFor, NOT_PROVIDED } from './fillings.ts'
import { makeMissing, gatheringAccount } from './missing.ts'
import type { Outcome } from './outcome.ts'
import { withDealsPaid } from './paidDeals.ts'
import type { ReadRow, Reference, RowFault } from './plan.ts'
import { leadsBehind } from './wonLeads.ts'

/** What stands for bytes that are no letters. */
const LOST = '\ufffd'
const LOST_LETTERS = `Letters of this row could not be read: ${LOST} stands for each. Look at the record, or undo the import and choose other letters for the file.`

/** Makes drafts of a batch's rows; what cannot become one is refused, row by row. */
export async function draftRows(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  read: readonly ReadRow[],
  outcome: Outcome,
): Promise<readonly DraftRow[]> {
  for (const { row } of read) if (row.cells.some((cell) => cell.includes(LOST))) outcome.remark(row, null, LOST_LETTERS)
  const legible = read.filter((one) => isReadable(one, batch, outcome))
  const readable = await withDealsPaid(tx, actor, batch, legible, outcome)
  await batch.book.learn(
    tx,
    actor,
    readable.flatMap(({ references }) => references),
  )
  await makeMissing(tx, actor, batch, readable, outcome)
  const leads = await leadsBehind(tx, actor, batch, readable)
  const gathering = await gatheringAccount(tx, actor, batch, readable)
  return readable.flatMap((one) => {
    const row = draftRow(one, batch, gathering, outcome)
    const leadId = one.key === null ? undefined : leads.get(one.key)
    return row === undefined ? [] : [leadId === undefined ? row : openedFirst(row, leadId, batch)]
  })
}

function isReadable(one: ReadRow, { options }: Batch, outcome: Outcome): boolean {
  if (one.faults.length === 0) return true
  const isMinor = options.unreadable === 'blank' && one.faults.every(({ field }) => field !== null)
  if (!isMinor) outcome.refuse(one.row, one.faults)
  else for (const { field, reason } of one.faults) outcome.remark(one.row, field, `${reason} It was left blank.`)
  return isMinor
}

function draftRow(one: ReadRow, batch: Batch, gathering: number | undefined, outcome: Outcome): DraftRow | undefined {
  const draft: Record<string, unknown> = { ...one.values }
  const links: Reference[] = []
  const faults: RowFault[] = []
  for (const reference of one.references) {
    const id = batch.book.find(reference)
    if (id !== undefined) draft[reference.field] = id
    else if (batch.book.objectsOf(reference.field).includes(batch.plan.target.name)) links.push(reference)
    else if (reference.field === 'OwnerId' && batch.options.unknownOwner !== 'refuse')
      outcome.note('Rows whose owner is nobody here belong to you.')
    else faults.push({ field: reference.field, reason: notThere(reference, batch) })
  }
  if (faults.length > 0) {
    outcome.refuse(one.row, faults)
    return undefined
  }
  if (batch.plan.target.name === 'Opportunity' && draft.AccountId === undefined) {
    if (gathering === undefined) {
      outcome.refuse(one.row, [NO_ACCOUNT])
      return undefined
    }
    draft.AccountId = gathering
    outcome.note('Deals that name no account stand under one account made for them, to be sorted out.')
  }
  for (const { field, value, note } of fillingsFor(one, batch)) {
    draft[field] = value
    outcome.note(note)
  }
  return { read: one, draft, links, isNameless: isNameless(draft, one) }
}

/** A deal that is closed is opened at the first stage, so that its lead can be converted into it, and closed afterwards. */
function openedFirst(row: DraftRow, leadId: number, { plan }: Batch): DraftRow {
  const { StageName, LossReason, ...rest } = row.draft
  const first = plan.target.fields.find(({ name }) => name === 'StageName')?.picklist?.[0]?.value
  return {
    ...row,
    draft: { ...rest, StageName: first ?? StageName },
    leadId,
    closing: LossReason === undefined ? { StageName } : { StageName, LossReason },
  }
}

const NO_ACCOUNT: RowFault = {
  field: 'AccountId',
  reason:
    'An opportunity belongs to an account, and this row names none. Add one, or let the import gather such rows under an account of their own.',
}

const isNameless = (draft: Readonly<Record<string, unknown>>, { key }: ReadRow): boolean =>
  ['Email', 'Phone', 'MobilePhone'].every((field) => draft[field] === undefined) &&
  (draft.LastName === NOT_PROVIDED || (draft.LastName !== undefined && draft.LastName === key))

function notThere({ field, by, value }: Reference, { plan, book }: Batch): string {
  const target = plan.target.fields.find(({ name }) => name === field)
  const objects = book.objectsOf(field).join(' or ')
  const way =
    by === 'Id'
      ? 'Import those records first, so that their ids are known here.'
      : `Import them first, or let the import make what is missing.`
  return `${target?.label ?? field}: there is no ${objects} '${value.slice(0, 80)}' here. ${way}`
}
