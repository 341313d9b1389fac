import { decodeId, encodeId, numberOfId, objectOfId } from '../../../shared/ids.ts'
import { Refusal, together } from '../../platform/errors.ts'
import { manyOnce, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import { catalogueOf } from './catalogue.ts'
import {
  fieldNamed,
  isDerived,
  rowsOf,
  type Field,
  type FieldValue,
  type FieldValues,
  type ObjectDefinition,
} from './definition.ts'
import { readValue, showable, withArticle } from './values.ts'
import { visible } from './visibility.ts'

/** A record as somebody sent it: API names in any letter case, values not yet believed. */
export type Draft = Readonly<Record<string, unknown>>

/** What became of a draft: values ready to be stored, or why not. */
export type Read =
  | { readonly values: FieldValues; readonly refusal?: undefined }
  | { readonly values?: undefined; readonly refusal: Refusal }

export type ReadOptions = {
  readonly forUpdate?: boolean
  /** For the program's own writes (imports keeping created dates, conversion): fields nobody sets by hand are taken too. */
  readonly alsoReadOnly?: readonly string[]
  /** Ids that are known to be there. */
  readonly known?: ReadonlySet<number>
}

/** One value of a draft as its field understands it, for a room that has to know before the drafts are read; what is wrong or missing is undefined. */
export function valueOf(definition: ObjectDefinition, draft: Draft, fieldName: string): FieldValue | undefined {
  const field = fieldNamed(definition, fieldName)
  const name = Object.keys(draft).findLast((key) => key.toLowerCase() === fieldName.toLowerCase())
  const value = field === undefined || name === undefined ? undefined : readValue(field, draft[name])
  return value instanceof Refusal ? undefined : value
}

/** Checks a list of drafts field by field and that what they refer to is there; one answer each, in the same order. */
export async function readDrafts(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  drafts: readonly Draft[],
  options: ReadOptions = {},
): Promise<Read[]> {
  const read = drafts.map((draft) => readDraft(definition, draft, options))
  const missing = await missingReferences(tx, actor, definition, read, options.known)
  if (missing.size === 0) return read
  return read.map((one) => {
    if (one.values === undefined) return one
    const refusal = together(danglingRefusals(definition, one.values, missing))
    return refusal === undefined ? one : { refusal }
  })
}

const MOST_REFUSALS = 20

function readDraft(definition: ObjectDefinition, draft: Draft, options: ReadOptions): Read {
  const values: Record<string, FieldValue> = {}
  const refusals: Refusal[] = []
  for (const name of Object.keys(draft)) {
    if (name === 'attributes') continue
    // Whoever sends nothing but nonsense has understood by then; an answer must not outgrow the request.
    if (refusals.length >= MOST_REFUSALS) break
    const outcome = readField(definition, name, draft[name], options)
    if (outcome instanceof Refusal) refusals.push(outcome)
    else if (outcome !== undefined) values[outcome.field.name] = outcome.value
  }
  for (const field of requiredFields(definition)) {
    const blank =
      values[field.name] === undefined
        ? options.forUpdate !== true && field.defaultValue === undefined
        : values[field.name] === null
    if (blank && !refusals.some((one) => one.details.field === field.name))
      refusals.push(blankRefusal(definition, field))
  }
  const refusal = together(refusals)
  return refusal === undefined ? { values } : { refusal }
}

const requiredBefore = new WeakMap<ObjectDefinition, readonly Field[]>()

function requiredFields(definition: ObjectDefinition): readonly Field[] {
  const fields = requiredBefore.get(definition) ?? definition.fields.filter(({ required }) => required === true)
  requiredBefore.set(definition, fields)
  return fields
}

function readField(
  definition: ObjectDefinition,
  name: string,
  raw: unknown,
  options: ReadOptions,
): { field: Field; value: FieldValue } | Refusal | undefined {
  const field = fieldNamed(definition, name)
  if (field === undefined) return bearing(raw, definition.teach?.(name) ?? unknownField(definition, name))
  const settable = options.alsoReadOnly?.includes(field.name) === true
  if (!settable && (field.readOnly !== undefined || isDerived(field))) return bearing(raw, cannotSet(field))
  if (!settable && options.forUpdate === true && field.createOnly === true) return bearing(raw, cannotSet(field))
  const value = readValue(field, raw)
  if (value instanceof Refusal) return lesson(definition, field, raw) ?? value
  // A boolean has no blank: nothing said means no.
  return { field, value: value === null && field.type === 'boolean' ? false : value }
}

/** What the object has to teach about a reference to something else, such as an opportunity of a lead. */
function lesson(definition: ObjectDefinition, field: Field, raw: unknown): Refusal | undefined {
  if (field.type !== 'reference' || typeof raw !== 'string') return undefined
  const id = decodeId(raw.trim())
  const pointedAt = id === undefined ? undefined : objectOfId(id)
  const taught = pointedAt === undefined ? undefined : definition.teach?.(field.name, pointedAt)
  return taught && bearing(raw, taught)
}

// What is nobody's to read is not said back, whoever put it where it does not belong.
const SECRET = /password|secret|token/i

/** The refusal, with what was sent. */
const bearing = (raw: unknown, { code, message, details }: Refusal): Refusal =>
  new Refusal(code, message, { ...details, value: SECRET.test(details.field ?? '') ? undefined : showable(raw) })

const unknownField = (definition: ObjectDefinition, name: string): Refusal =>
  new Refusal(
    'invalid_field',
    `${definition.label} has no field called '${name}'. GET /api/objects/${definition.name} lists the fields it has.`,
    {
      field: name,
      rule: 'Only fields the object has can be set.',
    },
  )

const cannotSet = (field: Field): Refusal =>
  new Refusal(
    'invalid_field_for_insert_update',
    `${field.label || field.name} cannot be set here. ${field.readOnly ?? 'It is set when the record is made, and stays.'}`,
    {
      field: field.name,
      rule: field.readOnly ?? 'It is set when the record is made, and stays.',
    },
  )

/** The refusal of a record without a value it always has. */
export const blankRefusal = (definition: ObjectDefinition, field: Field): Refusal =>
  new Refusal(
    'required_field_missing',
    `${field.label} is missing. Every ${definition.label.toLowerCase()} needs one.`,
    {
      field: field.name,
      value: null,
      rule: `Every ${definition.label.toLowerCase()} needs ${withArticle(field.label.toLowerCase())}.`,
    },
  )

/**
 * Referenced ids that are not there, are deleted, or may not be seen by the actor. One statement for the whole set; what was
 * found stays until the transaction ends.
 */
async function missingReferences(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  read: readonly Read[],
  known?: ReadonlySet<number>,
): Promise<Set<number>> {
  const wanted = new Map<number, Set<number>>()
  const references = definition.fields.filter(({ type }) => type === 'reference')
  for (const { values } of read) {
    if (values === undefined) continue
    for (const field of references) {
      const id = values[field.name]
      // Who acts is there: no need to ask.
      if (typeof id !== 'number' || id === actor.userId || known?.has(id) === true) continue
      const number = numberOfId(id)
      wanted.set(number, (wanted.get(number) ?? new Set()).add(id))
    }
  }
  if (wanted.size === 0) return new Set()
  const { byNumber } = await catalogueOf(tx)
  const selects = [...wanted].map(([number, ids]) => {
    const target = byNumber.get(number)
    if (target === undefined) throw new Error(`No object has the number ${number}.`)
    const found = sql`select r.id from ${rowsOf(target)} r where r.id = any(${[...ids]}::bigint[]) and ${visible(actor, target, 'r')}`
    // What goes into the recycle bin at this moment (`lockForRemoval`) is waited for, and then is not there.
    return target.hasRecycleBin && target.rows === undefined
      ? sql`select id from (${found} order by r.id for key share of r) held`
      : found
  })
  const found = await manyOnce<{ id: number }>(tx, sql.join(selects, sql` union all `))
  const missing = new Set([...wanted.values()].flatMap((ids) => [...ids]))
  for (const { id } of found) missing.delete(id)
  return missing
}

const danglingRefusals = (definition: ObjectDefinition, values: FieldValues, missing: ReadonlySet<number>): Refusal[] =>
  definition.fields.flatMap((field) => {
    const id = values[field.name]
    if (field.type !== 'reference' || typeof id !== 'number' || !missing.has(id)) return []
    return new Refusal(
      'invalid_cross_reference_key',
      `${field.label} points to a record that is not there, or that you may not see.`,
      {
        field: field.name,
        value: encodeId(id),
        rule: 'A reference points to a record that exists and that you may see.',
      },
    )
  })
