import { decodeId } from '../../../../shared/ids.ts'
import { Refusal } from '../../../platform/errors.ts'
import { definitionOfId } from '../../../ground/objects/catalogue.ts'
import { dialectErrors, dialectRefusal } from '../dialect/errors.ts'
import { idOrRefusal } from '../dialect/keys.ts'
import { typeIn, type SentRecord } from '../dialect/records.ts'
import { rolledBackResult } from '../dialect/settling.ts'
import { sobjectNamed, type SObject } from '../dialect/sobjects.ts'
import { createSObjects, deleteSObjects, updateSObjects, upsertSObjects, type WriteResult } from '../dialect/writing.ts'
import { foundInRest } from './found.ts'
import {
  duplicateRuleIn,
  isObject,
  isOn,
  NothingKept,
  objectIn,
  part,
  type Answer,
  type Asked,
  type Here,
  type Operation,
} from './asked.ts'
import { inParserWords } from './mistyped.ts'
import { fieldsAsked, shownById, sobjectAt } from './records.ts'

const MOST_WRITTEN = 200
const MOST_READ = 2000
const MOST_RUNS = 10

/** POST /composite/sobjects: up to 200 records of several objects are made. */
export const createCollection: Operation = (here, asked) =>
  inRuns(here, asked, async (sobject, records, options) =>
    (await createSObjects(here.tx, here.actor, sobject, records, options)).map(onlyMade),
  )

/** That it was made goes without saying where nothing else could be. */
const onlyMade = ({ created: _created, ...result }: WriteResult): WriteResult => result

/** PATCH /composite/sobjects: up to 200 records, each with its id, are changed. */
export const changeCollection: Operation = (here, asked) =>
  inRuns(here, asked, (sobject, records, options) => updateSObjects(here.tx, here.actor, sobject, records, options))

/** PATCH /composite/sobjects/X/Field: up to 200 records of one object are made or changed. */
export const upsertCollection: Operation = async (here, asked) => {
  const sobject = await sobjectAt(here, asked, 2)
  const { allOrNone, records } = listIn(asked)
  const results = await upsertSObjects(here.tx, here.actor, sobject, records, {
    allOrNone,
    ...duplicateRuleIn(asked),
    externalIdField: part(asked, 3),
  })
  return { status: 200, body: results.map(shown) }
}

/** DELETE /composite/sobjects?ids=: up to 200 records of any objects. */
export const removeCollection: Operation = async (here, asked) => {
  const ids = idsIn(asked.query.ids)
  refuseMoreThan(MOST_WRITTEN, ids.length)
  const typed = []
  // One after the other on purpose: the catalogue is remembered.
  for (const text of ids) typed.push({ text, name: await objectNameOf(here, text) })
  return runsOf(
    typed,
    ({ name }) => name,
    isOn(asked.query.allOrNone),
    async (name, some) => {
      const texts = some.map(({ text }) => text)
      if (name === undefined) return texts.map((text) => failed(malformed(text)))
      return deleteSObjects(here.tx, here.actor, await sobjectNamed(here.tx, here.actor, here.rooms, name), texts)
    },
  )
}

/** GET /composite/sobjects/X?ids=&fields=, or POST with { ids, fields }: null stands for what is not there. */
export const readCollection: Operation = async (here, asked) => {
  const sobject = await sobjectAt(here, asked, 2)
  const body = asked.method === 'POST' ? objectIn(asked.body) : undefined
  const texts = body === undefined ? idsIn(asked.query.ids) : textsIn(body.ids, 'ids')
  const fields = body === undefined ? fieldsAsked(asked) : textsIn(body.fields, 'fields')
  if (fields === undefined) throw dialectRefusal('MISSING_ARGUMENT', 'fields must be specified')
  refuseMoreThan(MOST_READ, texts.length)
  const ids = texts.map((text) => idOrRefusal(sobject.definition, text))
  const wanted = ids.filter((id): id is number => typeof id === 'number')
  const found = await shownById(here, sobject, wanted, fields, asked.version)
  return { status: 200, body: ids.map((id) => (typeof id === 'number' ? (found.get(id) ?? null) : null)) }
}

type Verb = (
  sobject: SObject,
  records: readonly SentRecord[],
  options: ReturnType<typeof duplicateRuleIn>,
) => Promise<WriteResult[]>

/** One call of the verb for each run of records of one object. */
async function inRuns(here: Here, asked: Asked, verb: Verb): Promise<Answer> {
  const { allOrNone, records } = listIn(asked)
  const options = duplicateRuleIn(asked)
  return runsOf(records, typeOf, allOrNone, async (name, some) => {
    if (name === undefined)
      return some.map(() =>
        failed(dialectRefusal('INVALID_TYPE', 'Must send a concrete entity type.', { fields: ['attributes'] })),
      )
    try {
      const sobject = await sobjectNamed(here.tx, here.actor, here.rooms, name)
      const results = await verb(sobject, some, options)
      return results.map((result, at) => inParserWords(sobject.definition, some[at] ?? {}, result))
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error
      return some.map(() => failed(error))
    }
  })
}

async function runsOf<One>(
  list: readonly One[],
  nameOf: (one: One) => string | undefined,
  allOrNone: boolean,
  work: (name: string | undefined, some: readonly One[]) => Promise<WriteResult[]>,
): Promise<Answer> {
  const runs: { readonly name: string | undefined; readonly some: One[] }[] = []
  for (const one of list) {
    const name = nameOf(one)
    const last = runs.at(-1)
    if (last !== undefined && last.name === name) last.some.push(one)
    else runs.push({ name, some: [one] })
  }
  if (runs.length > MOST_RUNS)
    throw dialectRefusal(
      'LIMIT_EXCEEDED',
      `Cannot have more than ${MOST_RUNS} chunks in a single operation. Please rearrange the data to reduce chunking.`,
    )
  const results: WriteResult[] = []
  for (const { name, some } of runs) results.push(...(await work(name, some)))
  if (allOrNone && results.some(({ success }) => !success))
    throw new NothingKept({ status: 200, body: results.map(rolledBackResult).map(shown) })
  return { status: 200, body: results.map(shown) }
}

const typeOf = (record: SentRecord): string | undefined => {
  const type = typeIn(record.attributes)
  return typeof type === 'string' ? type.toLowerCase() : undefined
}

async function objectNameOf({ tx }: Here, text: string): Promise<string | undefined> {
  const id = decodeId(text)
  return id === undefined ? undefined : (await definitionOfId(tx, id))?.name
}

const malformed = (text: string): Refusal =>
  dialectRefusal('MALFORMED_ID', `malformed id ${text.slice(0, 80)}`, { fields: ['Id'] })

/** A result as collections show it: `statusCode` is what elsewhere is `errorCode`. */
export const shown = ({ id, success, created, errors }: WriteResult) => ({
  ...(id === null ? {} : { id }),
  success,
  errors: errors.map(({ errorCode, message, fields, duplicateResult }) => ({
    statusCode: errorCode,
    message,
    fields,
    ...foundInRest(duplicateResult),
  })),
  ...(created === undefined ? {} : { created }),
})

const failed = (refusal: Refusal): WriteResult => ({ id: null, success: false, errors: dialectErrors(refusal) ?? [] })

function listIn({ body }: Asked): { readonly allOrNone: boolean; readonly records: readonly SentRecord[] } {
  const { allOrNone, records } = objectIn(body)
  if (!Array.isArray(records) || !records.every(isObject))
    throw dialectRefusal('JSON_PARSER_ERROR', "A list of records is expected under 'records'.", { fields: ['records'] })
  refuseMoreThan(MOST_WRITTEN, records.length)
  return { allOrNone: allOrNone === true || allOrNone === 'true', records }
}

function refuseMoreThan(most: number, howMany: number): void {
  if (howMany <= most) return
  throw dialectRefusal(
    'EXCEEDED_ID_LIMIT',
    `record limit reached. cannot submit more than ${most} records into this call`,
  )
}

function idsIn(text: string | undefined): readonly string[] {
  const ids = (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
  if (ids.length === 0) throw dialectRefusal('MISSING_ARGUMENT', 'ids must be specified')
  return ids
}

function textsIn(list: unknown, name: string): readonly string[] {
  if (Array.isArray(list) && list.length > 0) return list.map(String)
  throw dialectRefusal('MISSING_ARGUMENT', `${name} must be specified`)
}
