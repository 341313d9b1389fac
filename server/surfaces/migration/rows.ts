import { objectOfId, numberOfId } from '../../../shared/ids.ts'
import type { Field, FieldValue, FieldValues, ObjectDefinition } from '../../ground/objects/definition.ts'
import { readValue } from '../../ground/objects/values.ts'
import { Refusal } from '../../platform/errors.ts'
import type { FieldPair } from './fields.ts'
import type { ObjectPlan } from './plan.ts'
import type { TheirRow } from './reading.ts'

/** A record of theirs, understood: what it is here, what it points to that is not here yet, and what could not be kept. */
export type Understood = {
  readonly theirId: string
  readonly row: TheirRow
  readonly values: FieldValues
  readonly stamps: Readonly<Record<string, unknown>>
  readonly waiting: readonly { readonly field: string; readonly theirId: string }[]
  readonly notes: readonly string[]
  /** Why the record cannot be kept at all. */
  readonly refusal?: string
}

export type Understanding = {
  readonly definition: ObjectDefinition
  readonly plan: ObjectPlan
  readonly pairs: readonly FieldPair[]
  readonly copied: ReadonlyMap<string, number>
  /** Who owns what belonged to nobody who is here. */
  readonly ownerId: number
}

/** The ids among the values of rows, so that they are looked up at once. */
export function idsIn(pairs: readonly FieldPair[], rows: readonly TheirRow[]): string[] {
  const names = [
    'Id',
    'CreatedById',
    'LastModifiedById',
    ...pairs.flatMap(({ ours, theirs }) => (ours.type === 'reference' ? [theirs] : [])),
  ]
  return [...new Set(rows.flatMap((row) => names.flatMap((name) => textOf(row[name]) ?? [])))]
}

export function understand(row: TheirRow, { definition, plan, pairs, copied, ownerId }: Understanding): Understood {
  const values: Record<string, FieldValue> = {}
  const waiting: { field: string; theirId: string }[] = []
  const notes: string[] = []
  for (const { ours, theirs } of pairs) {
    const raw = row[theirs]
    if (ours.type === 'reference') {
      const theirId = textOf(raw)
      const id = theirId === undefined ? undefined : copied.get(theirId)
      if (id !== undefined && mayPointTo(ours, id)) values[ours.name] = id
      else if (id !== undefined && ours.name !== 'OwnerId') notes.push(`${ours.name} left blank: ${POINTS_ELSEWHERE}`)
      else if (theirId !== undefined && ours.name !== 'OwnerId') waiting.push({ field: ours.name, theirId })
      continue
    }
    // Values that went out of use stay with the records that have them.
    const value = readValue({ ...ours, restricted: false }, raw)
    if (value instanceof Refusal) notes.push(`${ours.name} left blank: ${value.details.rule ?? value.message}`)
    else if (value !== null || ours.type === 'boolean') values[ours.name] = value
  }
  if (definition.hasOwner && values.OwnerId === undefined) {
    values.OwnerId = ownerId
    if (row.OwnerId !== undefined && row.OwnerId !== '') notes.push('given to whoever copied: the owner is not here')
  }
  const adapted = plan.adapt?.(values, row) ?? values
  return {
    theirId: textOf(row.Id) ?? '',
    row,
    values: adapted,
    stamps: stampsOf(row, copied),
    waiting,
    notes,
    refusal: whyNot(definition, adapted),
  }
}

const POINTS_ELSEWHERE = 'it points to a kind of record it cannot point to here'

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const mayPointTo = ({ referenceTo = [], referenceNumbers = [] }: Field, id: number): boolean =>
  referenceTo.includes(objectOfId(id) ?? '') || referenceNumbers.includes(numberOfId(id))

/** When it was made and changed, and by whom, is a fact of the record. */
function stampsOf(row: TheirRow, copied: ReadonlyMap<string, number>): Record<string, unknown> {
  const stamps: Record<string, unknown> = {
    created_by_id: copied.get(textOf(row.CreatedById) ?? '') ?? null,
    last_modified_by_id: copied.get(textOf(row.LastModifiedById) ?? '') ?? null,
  }
  const created = momentOf(row.CreatedDate)
  const changed = momentOf(row.LastModifiedDate) ?? created
  if (created !== undefined) stamps.created_at = created
  if (changed !== undefined) stamps.last_modified_at = changed
  return stamps
}

export function momentOf(value: unknown): Date | undefined {
  const moment = new Date((textOf(value) ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(moment.getTime()) ? undefined : moment
}

function whyNot(definition: ObjectDefinition, values: FieldValues): string | undefined {
  const missing = definition.fields.find(
    ({ name, required, custom, defaultValue }) =>
      required === true && custom !== true && defaultValue === undefined && (values[name] ?? null) === null,
  )
  if (missing === undefined) return undefined
  return missing.type === 'reference'
    ? `left out: ${missing.name} points to a record that is not copied`
    : `left out: ${missing.name} is missing`
}
