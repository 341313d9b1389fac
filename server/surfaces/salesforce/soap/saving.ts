import { decodeId } from '../../../../shared/ids.ts'
import { definitionOfId } from '../../../ground/objects/catalogue.ts'
import type { Tx } from '../../../platform/tx.ts'
import { dialectErrors, dialectRefusal, refusalOf, type DialectError } from '../dialect/errors.ts'
import type { SentRecord } from '../dialect/records.ts'
import { rolledBackResult, type WriteResult } from '../dialect/settling.ts'
import { sobjectNamed, sobjectOf, type SObject } from '../dialect/sobjects.ts'
import {
  createSObjects,
  deleteSObjects,
  undeleteSObjects,
  updateSObjects,
  upsertSObjects,
  type WriteOptions,
} from '../dialect/writing.ts'
import type { Of } from './answers.ts'
import { refuseTooMany, type Call, type Verb } from './call.ts'
import { sentRecord, truncated, type Sent } from './records.ts'
import { errorOf } from './results.ts'
import type { XmlElement } from './xml.ts'

/** Records a call may write. */
export const MOST_WRITTEN = 200

export const create: Verb<'create'> = (call, { sObjects }) =>
  writeRecords(call, sObjects, saveResult, (tx, sobject, sent) =>
    withoutIds(sent, INSERTED, (some) => createSObjects(tx, call.actor, sobject, some, optionsOf(call))),
  )

export const update: Verb<'update'> = (call, { sObjects }) =>
  writeRecords(call, sObjects, saveResult, (tx, sobject, sent) =>
    updateSObjects(tx, call.actor, sobject, sent.map(withId), optionsOf(call)),
  )

export const upsert: Verb<'upsert'> = (call, { externalIDFieldName, sObjects }) => {
  const externalIdField = externalIDFieldName.trim()
  const options = { ...optionsOf(call), externalIdField }
  return writeRecords(call, sObjects, upsertResult, (tx, sobject, sent) => {
    const write = (some: readonly SentRecord[]) => upsertSObjects(tx, call.actor, sobject, some, options)
    return externalIdField.toLowerCase() === 'id' ? write(sent.map(withId)) : withoutIds(sent, FOUND_BY_TWO, write)
  })
}

export const remove: Verb<'delete'> = (call, { ids }) =>
  writeByIds(call, ids, (tx, sobject, some) => deleteSObjects(tx, call.actor, sobject, some, optionsOf(call)))

export const undelete: Verb<'undelete'> = (call, { ids }) =>
  writeByIds(call, ids, (tx, sobject, some) => undeleteSObjects(tx, call.actor, sobject, some, optionsOf(call)))

const optionsOf = ({ headers }: Call): WriteOptions => ({
  allOrNone: headers.AllOrNoneHeader?.allOrNone === true,
  allowDuplicates: headers.DuplicateRuleHeader?.allowSave,
  tellsDetails: headers.DuplicateRuleHeader?.includeRecordDetails === true,
  onlySeen: headers.DuplicateRuleHeader?.runAsCurrentUser === true,
})

const INSERTED: DialectError = {
  errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
  message: 'cannot specify Id in an insert call',
  fields: ['Id'],
}
const FOUND_BY_TWO: DialectError = {
  errorCode: 'INVALID_FIELD',
  message: 'cannot specify both an external ID reference and a salesforce id',
  fields: ['Id'],
}

/** Writes what has no id; what has one is refused, since whoever names a record does not mean a new one. */
async function withoutIds(
  sent: readonly Sent[],
  error: DialectError,
  write: (some: readonly SentRecord[]) => Promise<readonly WriteResult[]>,
): Promise<readonly WriteResult[]> {
  const written = await write(sent.flatMap(({ id, fields }) => (id === undefined ? [fields] : [])))
  const refused = { id: null, success: false, errors: [error] }
  let at = 0
  return sent.map(({ id }) => (id === undefined ? (written[at++] ?? missing()) : refused))
}

const withId = ({ fields, id }: Sent): SentRecord => (id === undefined ? fields : { ...fields, Id: id })

const saveResult = ({ flavour }: Call, { id, success, errors }: WriteResult): Of<'SaveResult'> => ({
  errors: errors.map((one) => errorOf(flavour, one)),
  id: success ? id : null,
  success,
})

const upsertResult = (call: Call, result: WriteResult): Of<'UpsertResult'> => ({
  created: result.success && result.created === true,
  ...saveResult(call, result),
})

/** Records of any objects, in any order: one verb an object, results in the order they were sent. */
function writeRecords<Result>(
  call: Call,
  elements: readonly XmlElement[],
  present: (call: Call, result: WriteResult) => Result,
  write: (tx: Tx, sobject: SObject, sent: readonly Sent[]) => Promise<readonly WriteResult[]>,
): Promise<Result[]> {
  refuseTooMany(elements, MOST_WRITTEN)
  const sent = elements.map(sentRecord)
  const cut = call.headers.AllowFieldTruncationHeader?.allowFieldTruncation === true
  return writeAll(call, async (tx) => {
    const results: WriteResult[] = []
    for (const [name, places] of placesBy(sent, ({ type }) => type.toLowerCase())) {
      const sobject = await sobjectNamed(tx, call.actor, call.rooms, sent[places[0] ?? 0]?.type ?? name)
      const some = places.flatMap((at) => sent[at] ?? [])
      const fitted = cut ? some.map((one) => ({ ...one, fields: truncated(sobject.definition, one.fields) })) : some
      const written = await answeredFor(fitted, () => write(tx, sobject, fitted))
      for (const [index, at] of places.entries()) results[at] = written[index] ?? missing()
    }
    return results
  }).then((results) => results.map((one) => present(call, one)))
}

/** The same by ids, each of which says its object. */
export function writeByIds(
  call: Call,
  ids: readonly string[],
  write: (tx: Tx, sobject: SObject, some: readonly string[]) => Promise<readonly WriteResult[]>,
): Promise<Of<'DeleteResult'>[]> {
  refuseTooMany(ids, MOST_WRITTEN)
  return writeAll(call, async (tx) => {
    const results: WriteResult[] = []
    for (const [number, places] of placesBy(ids, (text) => numberIn(text))) {
      const some = places.map((at) => ids[at] ?? '')
      const definition = number === undefined ? undefined : await definitionOfId(tx, decodeId(some[0] ?? '') ?? 0)
      const written =
        definition === undefined
          ? some.map(malformed)
          : await answeredFor(some, () => write(tx, sobjectOf(call.rooms, definition), some))
      for (const [index, at] of places.entries()) results[at] = written[index] ?? missing()
    }
    return results
  }).then((results) => results.map((one) => saveResult(call, one)))
}

const numberIn = (text: string): string | undefined => (decodeId(text) === undefined ? undefined : text.slice(0, 3))

const malformed = (text: string): WriteResult => ({
  id: null,
  success: false,
  errors: dialectErrors(dialectRefusal('MALFORMED_ID', `malformed id ${text.slice(0, 80)}`, { fields: ['Id'] })) ?? [],
})

function placesBy<T, Key>(list: readonly T[], keyOf: (one: T) => Key): Map<Key, number[]> {
  const places = new Map<Key, number[]>()
  for (const [at, one] of list.entries()) places.set(keyOf(one), [...(places.get(keyOf(one)) ?? []), at])
  return places
}

/** What a role may not do, or an object cannot have done to it, is said of each record; the records of other objects go on. */
async function answeredFor(
  list: readonly unknown[],
  write: () => Promise<readonly WriteResult[]>,
): Promise<readonly WriteResult[]> {
  try {
    return await write()
  } catch (error) {
    const refusal = refusalOf(error)
    const isOfTheObject = refusal?.kind === 'forbidden' || refusal?.code === 'UNDELETE_FAILED'
    if (!isOfTheObject) throw error
    const errors = dialectErrors(error) ?? []
    return list.map(() => ({ id: null, success: false, errors }))
  }
}

class RolledBack extends Error {
  readonly results: readonly WriteResult[]

  constructor(results: readonly WriteResult[]) {
    super('All or none were asked for, and not all went.')
    this.results = results
  }
}

/** One transaction; when all or none shall be written and one object's records are refused, those of the others go too. */
async function writeAll(
  call: Call,
  work: (tx: Tx) => Promise<readonly WriteResult[]>,
): Promise<readonly WriteResult[]> {
  const together = call.headers.AllOrNoneHeader?.allOrNone === true
  try {
    return await call.writing(async (tx) => {
      const results = await work(tx)
      if (together && results.some(({ success }) => !success)) throw new RolledBack(results)
      return results
    })
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error
    return error.results.map(rolledBackResult)
  }
}

function missing(): never {
  throw new Error('A list of records lost its order.')
}
