import { encodeId } from '../../../../shared/ids.ts'
import { Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { findDefinition } from '../../../ground/objects/catalogue.ts'
import {
  fieldNamed,
  type Field,
  type FieldValue,
  type ObjectDefinition,
  type StoredRecord,
} from '../../../ground/objects/definition.ts'
import type { Draft } from '../../../ground/objects/drafts.ts'
import { may, type Actor } from '../../../ground/users/actor.ts'
import { isContent } from '../../../records/files/uploads.ts'
import { addressesOf, addressIn } from './addresses.ts'
import { dialectRefusal } from './errors.ts'
import { idsByKey, isKey } from './keys.ts'
import type { SObject } from './sobjects.ts'

/** A record as a client sends it: fields in any letter case, `attributes`, `fieldsToNull`, `Account: { Ext__c: 'x' }`. */
export type SentRecord = Readonly<Record<string, unknown>>

/** A reference by another field than the id, yet to be found: `field` gets the id of the `target` whose `key` is `value`. */
type Reference = {
  readonly field: Field
  readonly target: ObjectDefinition
  readonly key: Field
  readonly value: unknown
}

/** Not part of a record: what clients add to say what it is. */
const ASIDE = new Set(['attributes', 'id', 'type', 'fieldstonull'])

/**
 * Drafts out of a list of sent records, or why one cannot be understood; one each, in order. References by external id are
 * found by one statement for each field of the set.
 */
export async function draftsOf(
  tx: Tx,
  actor: Actor,
  sobject: SObject,
  sent: readonly SentRecord[],
): Promise<(Draft | Refusal)[]> {
  const read: ReadSent[] = sent.map((record) => readSent(sobject.definition, record))
  for (const [at, one] of read.entries()) {
    if (!(one instanceof Refusal) && one.nested.length > 0)
      read[at] = await withNested(tx, actor, sobject.definition, one)
  }
  const places = read.flatMap((one, at) =>
    one instanceof Refusal ? [] : one.references.map((reference) => ({ at, reference })),
  )
  const drafts = read.map((one): Draft | Refusal => (one instanceof Refusal ? one : one.draft))
  for (const together of Map.groupBy(
    places,
    ({ reference: { target, key } }) => `${target.name}.${key.name}`,
  ).values()) {
    const [first] = together
    if (first === undefined) continue
    const values = together.map(({ reference }) => reference.value)
    const found = await idsByKey(tx, actor, first.reference.target, first.reference.key, values)
    for (const [index, { at, reference }] of together.entries()) {
      const draft = drafts[at]
      if (draft === undefined || draft instanceof Refusal) continue
      drafts[at] = withReference(draft, reference, found[index] ?? [])
    }
  }
  return drafts
}

const isAside = (definition: ObjectDefinition, name: string): boolean => {
  const lower = name.toLowerCase()
  // Tasks and campaigns have a field called Type.
  return ASIDE.has(lower) && (lower !== 'type' || fieldNamed(definition, name) === undefined)
}

const nulledIn = ({ fieldsToNull }: SentRecord): readonly string[] =>
  fieldsToNull === undefined || fieldsToNull === null ? [] : [fieldsToNull].flat().map(String)

type ReadSent =
  | {
      readonly draft: Draft
      readonly nested: readonly { readonly name: string; readonly value: object }[]
      readonly references: readonly Reference[]
    }
  | Refusal

function readSent(definition: ObjectDefinition, sent: SentRecord): ReadSent {
  const draft: Record<string, unknown> = {}
  const nested: { readonly name: string; readonly value: object }[] = []
  const seen = new Set<string>()
  for (const name of [...nulledIn(sent), ...Object.keys(sent)]) {
    if (isAside(definition, name)) continue
    const lower = name.toLowerCase()
    if (seen.has(lower))
      return dialectRefusal('INVALID_FIELD', `Duplicate field specified: '${name}'`, { fields: [name] })
    seen.add(lower)
    const value = sent[name] ?? null
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isContent(value))
      nested.push({ name, value })
    else draft[name] = value
  }
  return { draft, nested, references: [] }
}

async function withNested(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  read: Exclude<ReadSent, Refusal>,
): Promise<ReadSent> {
  const references: Reference[] = []
  // One after the other on purpose: the definitions they ask for are remembered.
  for (const { name, value } of read.nested) {
    const reference = await referenceIn(tx, actor, definition, name, value)
    if (reference instanceof Refusal) return reference
    references.push(reference)
  }
  return { ...read, references }
}

/** `Account: { Ext__c: 'x' }`: the field that refers, and by what the record is found. */
async function referenceIn(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  name: string,
  value: object,
): Promise<Reference | Refusal> {
  const field = definition.fields.find(({ relationshipName }) => relationshipName?.toLowerCase() === name.toLowerCase())
  if (field === undefined)
    return fieldNamed(definition, name) === undefined ? noColumn(definition, name) : notAnObject(name)
  const entries = Object.entries(value).filter(([key]) => !['attributes', 'type'].includes(key.toLowerCase()))
  const [first, ...more] = entries
  if (first === undefined || more.length > 0)
    return dialectRefusal(
      'INVALID_FIELD',
      `The relationship ${name} names exactly one field, by which its record is found.`,
      {
        fields: [name],
      },
    )
  const [keyName, keyValue] = first
  const targets = namedType(value) ?? field.referenceTo ?? []
  for (const targetName of targets.filter((one) =>
    field.referenceTo?.some((to) => to.toLowerCase() === one.toLowerCase()),
  )) {
    const target = await findDefinition(tx, targetName)
    const key = target === undefined ? undefined : fieldNamed(target, keyName)
    if (target !== undefined && key !== undefined && isKey(key, target) && may(actor, 'read', target))
      return { field, target, key, value: keyValue }
  }
  return dialectRefusal(
    'INVALID_FIELD',
    `Field name provided, ${keyName} is not an External ID or indexed field for ${targets[0] ?? name}`,
    {
      fields: [name],
    },
  )
}

function namedType(value: object): readonly string[] | undefined {
  const type: unknown = 'type' in value ? value.type : 'attributes' in value ? typeIn(value.attributes) : undefined
  return typeof type === 'string' ? [type] : undefined
}

/** The object's name in `attributes`. */
export const typeIn = (attributes: unknown): unknown =>
  typeof attributes === 'object' && attributes !== null && 'type' in attributes ? attributes.type : undefined

const noColumn = (definition: ObjectDefinition, name: string): Refusal =>
  dialectRefusal('INVALID_FIELD', `No such column '${name}' on sobject of type ${definition.name}`, { fields: [name] })

const notAnObject = (name: string): Refusal =>
  dialectRefusal('JSON_PARSER_ERROR', `Cannot deserialize the value of ${name} from an object`, { fields: [name] })

function withReference(
  draft: Draft,
  { field, target, key, value }: Reference,
  ids: readonly number[],
): Draft | Refusal {
  const [id, ...others] = ids
  const shown = String(value).slice(0, 80)
  if (id === undefined)
    return dialectRefusal(
      'INVALID_FIELD',
      `Foreign key external ID: ${shown} not found for field ${key.name} in entity ${target.name}`,
      {
        fields: [field.name],
      },
    )
  if (others.length > 0)
    return dialectRefusal(
      'DUPLICATE_EXTERNAL_ID',
      `${key.name}: more than one record found for external id field: [${[id, ...others].map(encodeId).join(', ')}]`,
      {
        fields: [field.name],
      },
    )
  return { ...draft, [field.name]: id }
}

/** A record as Salesforce shows it: attributes, then the fields. Only what the record holds is shown. */
export type ShownRecord = Record<string, unknown>

/** `version` as in the address: '64.0'. */
export function presentRecord({ definition }: SObject, record: StoredRecord, version: string): ShownRecord {
  const id = encodeId(record.Id)
  const shown: ShownRecord = { attributes: attributesOf(definition.name, id, version), Id: id }
  for (const field of definition.fields) {
    const value = record[field.name]
    if (value === undefined || field.name === 'Id') continue
    // Bytes are told as the address they are read from.
    shown[field.name] =
      field.type === 'base64'
        ? `${attributesOf(definition.name, id, version).url}/${field.name}`
        : presentValue(field, value ?? field.toolsDefault ?? null)
  }
  for (const address of addressesOf(definition)) {
    if (record[address.parts.Street] !== undefined && record[address.parts.City] !== undefined)
      shown[address.name] = addressIn(record, address)
  }
  return shown
}

export const attributesOf = (
  type: string,
  id: string,
  version: string,
): { readonly type: string; readonly url: string } => ({
  type,
  url: `/services/data/v${version}/sobjects/${type}/${id}`,
})

/** One value: ids in 18 characters, moments as `2026-01-01T00:00:00.000+0000`. */
export function presentValue({ type }: Pick<Field, 'type'>, value: FieldValue): string | number | boolean | null {
  if (value instanceof Date) return presentMoment(value)
  return typeof value === 'number' && (type === 'reference' || type === 'id') ? encodeId(value) : value
}

export const presentMoment = (moment: Date): string => moment.toISOString().replace('Z', '+0000')
