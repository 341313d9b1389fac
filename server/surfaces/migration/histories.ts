import { insertPastHistory } from '../../ground/objects/history.ts'
import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import type { Tx } from '../../platform/tx.ts'
import { keepPastStages, type PastStage } from '../../records/opportunities/opportunities.ts'
import type { HistoryPlan } from './plan.ts'
import { copiedAmong, keepCopied } from './copies.sql.ts'
import type { TheirRow } from './reading.ts'
import { momentOf } from './rows.ts'
import { textIn } from './source.ts'
import type { Written } from './writing.ts'

/** What a history is asked for. */
export const historyFields = ({ parent, isOfStages = false }: HistoryPlan): string[] => [
  'Id',
  parent,
  'CreatedById',
  'CreatedDate',
  ...(isOfStages ? STAGE_FIELDS : ['Field', 'OldValue', 'NewValue']),
]

const STAGE_FIELDS = ['StageName', 'Amount', 'ExpectedRevenue', 'CloseDate', 'Probability', 'ForecastCategory']

type History = { readonly sourceId: string; readonly plan: HistoryPlan; readonly of: ObjectDefinition }

/** Writes a page of what changed in their records; changes of records that are not here are left out. */
export async function writeHistoryPage(
  tx: Tx,
  { sourceId, plan: { name, parent, isOfStages = false }, of }: History,
  rows: readonly TheirRow[],
): Promise<Written> {
  const ids = rows.flatMap((row) => [row.Id, row[parent], row.CreatedById, row.OldValue, row.NewValue].filter(isId))
  const copied = await copiedAmong(tx, sourceId, [...new Set(ids)])
  const fresh = rows.filter(({ Id: id }) => !copied.has(textIn(id)))
  const known = fresh.filter((row) => copied.has(textIn(row[parent])))
  const entries = known.map((row) => ({
    row,
    recordId: copied.get(textIn(row[parent])) ?? 0,
    at: momentOf(row.CreatedDate) ?? tx.now,
    byId: copied.get(textIn(row.CreatedById)) ?? null,
  }))
  const historyIds = isOfStages
    ? await keepPastStages(tx, entries.map(stageOf))
    : await insertPastHistory(
        tx,
        entries.map((entry) => changeOf(entry, of, copied)),
      )
  await keepCopied(
    tx,
    sourceId,
    name,
    known.map((row, at) => ({ theirId: textIn(row.Id), recordId: historyIds[at] ?? 0 })),
  )
  const left = fresh.length - known.length
  return {
    read: rows.length,
    kept: rows.length - left,
    notes: new Map(left === 0 ? [] : [['left out: the record is not copied', left]]),
  }
}

type Entry = { readonly row: TheirRow; readonly recordId: number; readonly at: Date; readonly byId: number | null }

const changeOf = ({ row, recordId, at, byId }: Entry, of: ObjectDefinition, copied: ReadonlyMap<string, number>) => ({
  recordId,
  field: fieldOf(of, textIn(row.Field)),
  oldValue: valueOf(row.OldValue, copied),
  newValue: valueOf(row.NewValue, copied),
  changedAt: at,
  changedById: byId,
})

const stageOf = ({ row, recordId, at, byId }: Entry): PastStage => ({
  opportunityId: recordId,
  stageName: textIn(row.StageName),
  amount: numberOf(row.Amount),
  expectedRevenue: numberOf(row.ExpectedRevenue),
  closeDate: textIn(row.CloseDate) || at.toISOString().slice(0, 10),
  probability: numberOf(row.Probability) ?? 0,
  forecastCategory: textIn(row.ForecastCategory) || 'Pipeline',
  createdAt: at,
  createdById: byId,
})

const numberOf = (value: unknown): number | null =>
  value === null || value === undefined || value === '' ? null : Number(value)

const isId = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9]{18}$/.test(value)

/** Salesforce calls the field of a reference by its relationship: Owner, Account. */
const fieldOf = ({ field }: ObjectDefinition, name: string): string =>
  field.get(name.toLowerCase())?.name ?? field.get(`${name.toLowerCase()}id`)?.name ?? name

/** A reference is kept as the number of our record, and shown as the id it is. */
function valueOf(value: unknown, copied: ReadonlyMap<string, number>): string | null {
  const text =
    typeof value === 'string' && value !== ''
      ? value
      : typeof value === 'number' || typeof value === 'boolean'
        ? `${value}`
        : null
  const id = copied.get(text ?? '')
  return id === undefined ? text : String(id)
}
