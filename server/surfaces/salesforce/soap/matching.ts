import { encodeId, decodeId } from '../../../../shared/ids.ts'
import { definitionOfId } from '../../../ground/objects/catalogue.ts'
import {
  fieldNamed,
  type FieldValue,
  type FieldValues,
  type ObjectDefinition,
} from '../../../ground/objects/definition.ts'
import { readValue } from '../../../ground/objects/values.ts'
import { Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { lookedForIn, type Match, type Matchable } from '../../../processes/duplicates/duplicate.ts'
import { findDuplicates as find, findDuplicatesOf } from '../../../processes/duplicates/duplicates.ts'
import { duplicateResultOf } from '../dialect/duplicates.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { idOrRefusal } from '../dialect/keys.ts'
import { sobjectNamed } from '../dialect/sobjects.ts'
import type { Of } from './answers.ts'
import { refuseTooMany, type Call, type Verb } from './call.ts'
import { sentRecord, type Sent } from './records.ts'
import { writtenRecord, writtenValues } from './recordXml.ts'

const MOST_AT_ONCE = 50

/** Likely duplicates of records nobody has saved; all of one object. */
export const findDuplicates: Verb<'findDuplicates'> = async (call, { sObjects }) => {
  refuseTooMany(sObjects, MOST_AT_ONCE)
  const sent = sObjects.map(sentRecord)
  const [first] = sent
  if (first === undefined) return []
  if (sent.some(({ type }) => type.toLowerCase() !== first.type.toLowerCase())) throw oneObject()
  return call.reading(async (tx) => {
    const { definition } = await sobjectNamed(tx, call.actor, call.rooms, first.type)
    const name = matchable(definition)
    const subjects = sent.map((one) => ({ id: ownId(definition, one), values: valuesOf(definition, one) }))
    return resultsOf(tx, call, name, await find(tx, call.actor, name, subjects))
  })
}

/** Likely duplicates of saved records; all of one object. */
export const findDuplicatesByIds: Verb<'findDuplicatesByIds'> = async (call, { ids }) => {
  refuseTooMany(ids, MOST_AT_ONCE)
  const [first] = ids
  if (first === undefined) return []
  return call.reading(async (tx) => {
    const definition = await definitionOfId(tx, decodeId(first) ?? 0)
    if (definition === undefined) throw dialectRefusal('MALFORMED_ID', `malformed id ${first.slice(0, 80)}`)
    const name = matchable(definition)
    const wanted = ids.map((text) => {
      const id = idOrRefusal(definition, text)
      if (id instanceof Refusal) throw id
      return id
    })
    return resultsOf(tx, call, name, await findDuplicatesOf(tx, call.actor, name, wanted))
  })
}

const matchable = ({ name }: ObjectDefinition): Matchable => {
  if (isMatchable(name)) return name
  throw dialectRefusal('INVALID_TYPE', `No duplicate rule looks at ${name}. Ask for leads, contacts or accounts.`)
}

const isMatchable = (name: string): name is Matchable => Object.hasOwn(lookedForIn, name)

const oneObject = (): Refusal =>
  dialectRefusal(
    'INVALID_TYPE',
    'All records of one findDuplicates call are of the same object. Ask for each object on its own.',
  )

/** A saved record that is sent along is no duplicate of itself. */
const ownId = (definition: ObjectDefinition, { id }: Sent): number | undefined => {
  const own = id === undefined ? undefined : idOrRefusal(definition, id)
  return typeof own === 'number' ? own : undefined
}

/** What is understood of a record; what is not says nothing about likeness. */
function valuesOf(definition: ObjectDefinition, { fields }: Sent): FieldValues {
  const values: Record<string, FieldValue> = {}
  for (const [name, raw] of Object.entries(fields)) {
    const field = fieldNamed(definition, name)
    const value = field === undefined || typeof raw === 'object' ? undefined : readValue(field, raw)
    if (field !== undefined && value !== undefined && !(value instanceof Refusal)) values[field.name] = value
  }
  return values
}

async function resultsOf(
  tx: Tx,
  call: Call,
  name: Matchable,
  found: readonly (readonly Match[])[],
): Promise<Of<'FindDuplicatesResult'>[]> {
  const definitions = new Map<string, ObjectDefinition>()
  for (const { id, object } of found.flat()) {
    const definition = definitions.get(object) ?? (await definitionOfId(tx, id))
    if (definition !== undefined) definitions.set(object, definition)
  }
  return found.map((matches) => ({
    duplicateResults: [
      { ...duplicateResultOf(name, matches), matchResults: matchResults(call, name, matches, definitions) },
    ],
    errors: [],
    success: true,
  }))
}

function matchResults(
  call: Call,
  name: Matchable,
  matches: readonly Match[],
  definitions: ReadonlyMap<string, ObjectDefinition>,
): Of<'MatchResult'>[] {
  const withDetails = call.headers.DuplicateRuleHeader?.includeRecordDetails === true
  const found = Map.groupBy(matches, ({ object }) => object)
  return duplicateResultOf(name, matches).matchResults.map((result) => ({
    ...result,
    errors: [],
    matchRecords: result.matchRecords.map((record, at) => {
      const match = found.get(result.entityType)?.[at]
      const definition = withDetails ? definitions.get(result.entityType) : undefined
      const values = match === undefined || definition === undefined ? '' : writtenValues(definition, match.record)
      return {
        ...record,
        fieldDiffs: [],
        record: writtenRecord(call.flavour, result.entityType, match === undefined ? null : encodeId(match.id), values),
      }
    }),
  }))
}
