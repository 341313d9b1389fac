import { decodeId } from '../../../../shared/ids.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { labelOf } from '../dialect/labels.ts'
import { dialectRefusal, noResource, type DialectError } from '../dialect/errors.ts'
import { createSObjects, updateSObjects, type WriteResult } from '../dialect/writing.ts'
import { sobjectNamed, type SObject } from '../dialect/sobjects.ts'
import {
  isObject,
  NothingKept,
  objectIn,
  part,
  type Answer,
  type Asked,
  type Here,
  type Operation,
} from '../rest/asked.ts'
import { refusalOfErrors, refuseIfChanged, removeById } from '../rest/records.ts'
import { answerTo } from '../rest/parts.ts'
import { recordAt, wantedIn, wholeLayout } from './asking.ts'
import { batchOf, namesIn } from './batches.ts'
import { tagged } from './objectInfo.ts'
import { childrenOf } from './relatedLists.ts'
import { uiRecords, type UiRecord, type Wanted } from './reading.ts'

/** GET /ui-api/records/id */
export const uiRecord: Operation = async (here, asked) => {
  const { sobject, id } = await recordAt(here, part(asked, 2))
  const record = await oneRecord(here, sobject, id, wantedIn(asked, sobject.definition))
  if (asked.query['childRelationships'] === undefined) return { status: 200, body: record }
  const { eTag: _, ...whole } = record
  return {
    status: 200,
    body: tagged({ ...whole, childRelationships: await childrenOf(here, asked, sobject.definition, id) }),
  }
}

/** GET /ui-api/records/batch/id,id: one answer for each, in order. */
export const uiRecordsOfBatch: Operation = async (here, asked) => {
  const texts = namesIn(part(asked, 3))
  const found = await recordsOf(here, asked, texts)
  const missing = answerTo(noResource())
  return batchOf(
    texts.map((text) => {
      const record = found.get(decodeId(text) ?? 0)
      return record === undefined
        ? { result: missing.body, statusCode: missing.status }
        : { result: record, statusCode: 200 }
    }),
  )
}

/** The records of these ids, of whatever objects, with what the request wants to see of each. Ids that lead nowhere are left out. */
export async function recordsOf(
  here: Here,
  asked: Asked,
  texts: readonly string[],
): Promise<ReadonlyMap<number, UiRecord>> {
  const places: { readonly sobject: SObject; readonly id: number }[] = []
  for (const text of texts) if (decodeId(text) !== undefined) places.push(await recordAt(here, text))
  const found = new Map<number, UiRecord>()
  // A statement for each object.
  for (const [definition, ofOne] of Map.groupBy(places, ({ sobject }) => sobject.definition)) {
    const ids = ofOne.map(({ id }) => id)
    for (const [id, record] of await uiRecords(here, definition, ids, wantedIn(asked, definition)))
      found.set(id, record)
  }
  return found
}

export async function oneRecord(here: Here, { definition }: SObject, id: number, wanted: Wanted): Promise<UiRecord> {
  const record = (await uiRecords(here, definition, [id], wanted)).get(id)
  if (record === undefined) throw noResource()
  return record
}

/** POST /ui-api/records */
export const createUiRecord: Operation = async (here, asked) => {
  const { apiName, fields, allowSaveOnDuplicate } = objectIn(asked.body)
  if (typeof apiName !== 'string' || apiName === '')
    throw dialectRefusal('JSON_PARSER_ERROR', 'apiName says of which object the record is; it is missing.')
  const { tx, actor, rooms } = here
  const sobject = await sobjectNamed(tx, actor, rooms, apiName)
  const [result] = await createSObjects(tx, actor, sobject, [fieldsIn(fields)], {
    isAlone: true,
    allowDuplicates: allowSaveOnDuplicate === true,
  })
  const id = decodeId(kept(sobject, result, 'create').id ?? '')
  if (id === undefined) throw noResource()
  return { status: 201, body: await oneRecord(here, sobject, id, wholeLayout(sobject.definition)) }
}

/** PATCH /ui-api/records/id; If-Unmodified-Since guards what others changed meanwhile. */
export const changeUiRecord: Operation = async (here, asked) => {
  const { sobject, id } = await recordAt(here, part(asked, 2))
  const { fields, allowSaveOnDuplicate } = objectIn(asked.body)
  await refuseIfChanged(here, asked, sobject, id)
  const sent = { ...withoutId(fieldsIn(fields)), Id: part(asked, 2) }
  const [result] = await updateSObjects(here.tx, here.actor, sobject, [sent], {
    isAlone: true,
    allowDuplicates: allowSaveOnDuplicate === true,
  })
  kept(sobject, result, 'update')
  return { status: 200, body: await oneRecord(here, sobject, id, wholeLayout(sobject.definition)) }
}

/** DELETE /ui-api/records/id */
export const removeUiRecord: Operation = async (here, asked): Promise<Answer> => {
  const { sobject, id } = await recordAt(here, part(asked, 2))
  return removeById(here, asked, sobject, id)
}

const withoutId = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => name.toLowerCase() !== 'id'))

function fieldsIn(fields: unknown): Readonly<Record<string, unknown>> {
  if (isObject(fields)) return fields
  throw dialectRefusal('JSON_PARSER_ERROR', 'fields is an object: the names of fields, and their values.')
}

const GONE = new Set(['ENTITY_IS_DELETED', 'NOT_FOUND', 'INVALID_CROSS_REFERENCE_KEY'])

/** The result of the one record that was written; what was refused is undone and told field by field. */
function kept(sobject: SObject, result: WriteResult | undefined, verb: 'create' | 'update'): WriteResult {
  if (result === undefined) throw new Error('One record in, one result out.')
  if (result.success) return result
  const { errors } = result
  if (errors.some(({ errorCode, fields }) => GONE.has(errorCode) && fields.length === 0)) throw refusalOfErrors(errors)
  throw new NothingKept({ status: 400, body: recordError(sobject, errors, verb) })
}

function recordError(sobject: SObject, errors: readonly DialectError[], verb: 'create' | 'update') {
  const said = errors.flatMap((error) =>
    error.fields.length === 0 ? [told(sobject, error, null)] : error.fields.map((field) => told(sobject, error, field)),
  )
  return {
    enhancedErrorType: 'RecordError',
    message: `An error occurred while trying to ${verb} the record. Please try again.`,
    output: {
      errors: said.filter(({ field }) => field === null),
      fieldErrors: Object.fromEntries(
        Map.groupBy(
          said.filter(({ field }) => field !== null),
          ({ field }) => field ?? '',
        ),
      ),
    },
    statusCode: 400,
  }
}

const told = (
  { definition }: SObject,
  { errorCode, message, duplicateResult }: DialectError,
  field: string | null,
) => ({
  constituentField: null,
  duplicateRecordError:
    duplicateResult === undefined
      ? null
      : {
          matchResults: duplicateResult.matchResults.map(({ entityType, matchRecords, rule }) => ({
            apiName: entityType,
            isAllowSave: duplicateResult.allowSave,
            matchRecordIds: matchRecords.map(({ record }) => record['Id']),
            matchRule: rule,
          })),
        },
  errorCode,
  field,
  fieldLabel: labelNamed(definition, field),
  message,
})

function labelNamed(definition: ObjectDefinition, name: string | null): string | null {
  const field = name === null ? undefined : definition.field.get(name.toLowerCase())
  return field === undefined ? null : labelOf(field)
}
