import { decodeId, encodeId } from '../../../../shared/ids.ts'
import { Refusal, together } from '../../../platform/errors.ts'
import { fieldNamed, isDerived, type Field } from '../../../ground/objects/definition.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import { lockRecords } from '../../../ground/objects/save.ts'
import { noteViewed } from '../../../ground/users/recent.ts'
import { addressesOf } from '../dialect/addresses.ts'
import { dialectErrors, dialectRefusal, noResource, type DialectError } from '../dialect/errors.ts'
import { idOrRefusal } from '../dialect/keys.ts'
import { presentRecord } from '../dialect/records.ts'
import { sobjectNamed, type SObject } from '../dialect/sobjects.ts'
import { createSObjects, deleteSObjects, updateSObjects, type WriteResult } from '../dialect/writing.ts'
import {
  duplicateRuleIn,
  base,
  isOn,
  objectIn,
  part,
  settingsIn,
  type Answer,
  type Asked,
  type Here,
  type Operation,
} from './asked.ts'
import { inParserWords } from './mistyped.ts'
import { isConditional, isUnchanged, refuseChanged, validatorsOf } from './conditions.ts'

/** The object an address names; what is no object is no resource. */
export async function sobjectAt({ tx, actor, rooms }: Here, asked: Asked, at = 1): Promise<SObject> {
  try {
    return await sobjectNamed(tx, actor, rooms, part(asked, at))
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid_type') throw noResource()
    throw error
  }
}

/** POST /sobjects/X */
export const createRecord: Operation = async (here, asked) => {
  const sobject = await sobjectAt(here, asked)
  const body = objectIn(asked.body)
  refuseId(body)
  const [result] = await createSObjects(here.tx, here.actor, sobject, [body], {
    ...duplicateRuleIn(asked),
    isAlone: true,
  })
  const made = succeeded(inParserWords(sobject.definition, body, result))
  await noteIfAsked(here, asked, decodeId(made.id ?? ''))
  return created(asked, sobject, made)
}

/** The id of a single record stands in the address, or is given by us. */
function refuseId(body: Readonly<Record<string, unknown>>): void {
  if (Object.keys(body).some((name) => name.toLowerCase() === 'id'))
    throw dialectRefusal('INVALID_FIELD', 'The Id field should not be specified in the sobject data.', {
      fields: ['Id'],
    })
}

/** `Sforce-Mru: updateMru=true`: the record is among what the user lately looked at. */
async function noteIfAsked({ tx, actor }: Here, { headers }: Asked, id: number | undefined): Promise<void> {
  const isAsked = isOn(settingsIn(headers['sforce-mru']).get('updatemru'))
  if (isAsked && id !== undefined) await noteViewed(tx, actor, [id])
}

/** The answer to one record made. */
export const created = (asked: Asked, { definition }: SObject, result: WriteResult, more: object = {}): Answer => ({
  status: 201,
  body: { id: result.id, success: true, errors: [], ...more },
  headers: { location: `${base(asked)}/sobjects/${definition.name}/${result.id ?? ''}` },
})

/** GET /sobjects/X/id?fields= */
export const readRecord: Operation = async (here, asked) => {
  const sobject = await sobjectAt(here, asked)
  return recordAnswer(here, asked, sobject, idInPath(sobject, part(asked, 2)))
}

/** One record as an answer, with what it is known by later; 304 when the client has it already. */
export async function recordAnswer(here: Here, asked: Asked, sobject: SObject, id: number): Promise<Answer> {
  const fields = fieldsAsked(asked)
  const names = fieldNames(sobject, fields)
  // What the answer is known by later is read in any case.
  const wanted = names.includes(STAMP) || !sobject.definition.field.has(STAMP.toLowerCase()) ? names : [...names, STAMP]
  const [record] = await recordsById(here.tx, here.actor, sobject.definition, [id], wanted)
  if (record === undefined) throw noResource()
  refuseChanged(asked, record)
  const headers = validatorsOf(record)
  if (isUnchanged(asked, record)) return { status: 304, headers }
  await noteIfAsked(here, asked, id)
  return { status: 200, body: onlyAsked(presentRecord(sobject, record, asked.version), fields), headers }
}

const STAMP = 'SystemModstamp'

/** The parts of an address, and what was read for our own sake, are not shown to who did not ask for them. */
function onlyAsked(shown: Record<string, unknown>, fields: readonly string[] | undefined): Record<string, unknown> {
  if (fields === undefined) return shown
  const asked = new Set(['attributes', 'id', ...fields.map((name) => name.toLowerCase())])
  return Object.fromEntries(Object.entries(shown).filter(([name]) => asked.has(name.toLowerCase())))
}

/** PATCH /sobjects/X/id */
export const changeRecord: Operation = async (here, asked) => {
  const sobject = await sobjectAt(here, asked)
  return changeById(here, asked, sobject, idInPath(sobject, part(asked, 2)), objectIn(asked.body))
}

/** Changes one record; whoever named a version or moment changes only that. */
export async function changeById(
  here: Here,
  asked: Asked,
  sobject: SObject,
  id: number,
  body: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  await refuseIfChanged(here, asked, sobject, id)
  refuseId(body)
  const [result] = await updateSObjects(here.tx, here.actor, sobject, [{ ...body, Id: encodeId(id) }], {
    ...duplicateRuleIn(asked),
    isAlone: true,
  })
  succeeded(inParserWords(sobject.definition, body, result))
  return { status: 204 }
}

/** DELETE /sobjects/X/id */
export const removeRecord: Operation = async (here, asked) => {
  const sobject = await sobjectAt(here, asked)
  return removeById(here, asked, sobject, idInPath(sobject, part(asked, 2)))
}

export async function removeById(here: Here, asked: Asked, sobject: SObject, id: number): Promise<Answer> {
  await refuseIfChanged(here, asked, sobject, id)
  const [result] = await deleteSObjects(here.tx, here.actor, sobject, [encodeId(id)], { isAlone: true })
  succeeded(result)
  return { status: 204 }
}

/** Locks the record, so that nobody changes it between our look and the write. */
export async function refuseIfChanged(
  { tx, actor }: Here,
  asked: Asked,
  { definition }: SObject,
  id: number,
): Promise<void> {
  if (!isConditional(asked)) return
  const locked = (await lockRecords(tx, actor, definition, [id])).get(id)
  if (locked === undefined) throw noResource()
  refuseChanged(asked, locked)
}

/** An id in a path that is none leads nowhere. */
export function idInPath({ definition }: SObject, text: string): number {
  const id = idOrRefusal(definition, text)
  if (!(id instanceof Refusal)) return id
  throw dialectRefusal(
    'NOT_FOUND',
    `Provided external ID field does not exist or is not accessible: ${text.slice(0, 80)}`,
    { kind: 'not_found' },
  )
}

/** `?fields=Id,Name`; undefined for all of them. */
export const fieldsAsked = ({ query }: Asked): readonly string[] | undefined =>
  query.fields === undefined
    ? undefined
    : query.fields
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean)

/** The fields to read for those asked for, each once: a compound address by its parts. Throws INVALID_FIELD. */
export function fieldNames({ definition }: SObject, asked: readonly string[] | undefined): readonly string[] {
  if (asked === undefined) return wholeRecord(definition)
  const names = new Set<string>()
  for (const name of asked) {
    for (const field of fieldsOf(definition, name)) names.add(field.name)
  }
  return names.size === 0 ? ['Id'] : [...names]
}

function fieldsOf(definition: SObject['definition'], name: string): readonly Field[] {
  const field = fieldNamed(definition, name)
  if (field !== undefined) return [field]
  const address = addressesOf(definition).find((one) => one.name.toLowerCase() === name.toLowerCase())
  if (address !== undefined) return Object.values(address.parts).flatMap((part) => fieldNamed(definition, part) ?? [])
  const shown = name.slice(0, 80)
  throw dialectRefusal('INVALID_FIELD', `No such column '${shown}' on sobject of type ${definition.name}`, {
    fields: [shown],
  })
}

const wholes = new WeakMap<SObject['definition'], readonly string[]>()

/** All fields but those too dear to come along unasked, which our own API leaves out, too. */
function wholeRecord(definition: SObject['definition']): readonly string[] {
  const known = wholes.get(definition)
  if (known !== undefined) return known
  const names = definition.fields.filter((field) => comesAlong(field)).map(({ name }) => name)
  wholes.set(definition, names)
  return names
}

const comesAlong = (field: Field): boolean =>
  field.type === 'base64' || field.onDemand !== true || (field.forTools === true && isDerived(field))

/** Runs what reads an object so that its refusals name the object as Salesforce does. */
export async function inWordsOf<T>({ definition }: SObject, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const errors = error instanceof Refusal ? dialectErrors(error, definition) : undefined
    throw errors === undefined ? error : refusalOfErrors(errors)
  }
}

/** The one result of a single record, or its refusal. */
export function succeeded(result: WriteResult | undefined): WriteResult {
  if (result === undefined) throw new Error('One record in, one result out.')
  if (result.success) return result
  throw refusalOfErrors(result.errors)
}

const kinds: Readonly<Record<string, Refusal['kind']>> = {
  INSUFFICIENT_ACCESS_OR_READONLY: 'forbidden',
  ENTITY_IS_DELETED: 'not_found',
  NOT_FOUND: 'not_found',
  PRECONDITION_FAILED: 'stale',
  SERVER_UNAVAILABLE: 'unavailable',
  REQUEST_LIMIT_EXCEEDED: 'too_many',
}

/** Errors said before, as one refusal that undoes what was begun. */
export function refusalOfErrors(errors: readonly DialectError[]): Refusal {
  const refusals = errors.map(({ errorCode, message, fields, duplicateResult }) =>
    errorCode === 'INVALID_CROSS_REFERENCE_KEY' && fields.length === 0
      ? noResource()
      : new Refusal(errorCode, message, {
          kind: kinds[errorCode] ?? 'rule',
          facts: { dialect: true, fields, ...(duplicateResult === undefined ? {} : { duplicateResult }) },
        }),
  )
  return together(refusals) ?? dialectRefusal('UNKNOWN_EXCEPTION', 'The record could not be written.')
}

/** Records by id, presented, by their id. */
export async function shownById(
  { tx, actor }: Here,
  sobject: SObject,
  ids: readonly number[],
  fields: readonly string[],
  version: string,
): Promise<ReadonlyMap<number, Record<string, unknown>>> {
  const records = await recordsById(tx, actor, sobject.definition, ids, fieldNames(sobject, fields))
  return new Map(records.map((record) => [record.Id, onlyAsked(presentRecord(sobject, record, version), fields)]))
}
