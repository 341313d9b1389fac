import './toolingObjects.sql.ts'
import { decodeId, encodeId } from '../../../../shared/ids.ts'
import { catalogueOf, everyDefinitionOf } from '../../../ground/objects/catalogue.ts'
import type { CustomFieldRow } from '../../../ground/objects/customRows.ts'
import { may, refuseUnlessHas, type Actor } from '../../../ground/users/actor.ts'
import { dialectRefusal, noResource } from '../dialect/errors.ts'
import { describeShortly } from '../dialect/describe.ts'
import { attributesOf } from '../dialect/records.ts'
import { sobjectOf } from '../dialect/sobjects.ts'
import { objectInShort, wholeObject } from '../catalogue/describing.ts'
import { objectIn, part, type Answer, type Asked, type Here, type Operation } from '../rest/asked.ts'
import { query, queryAll, queryMore } from '../rest/queries.ts'
import { changeRecord, createRecord, readRecord, removeRecord } from '../rest/records.ts'
import { batch } from '../rest/batch.ts'
import { composite } from '../rest/composite.ts'
import { search } from '../catalogue/search/searches.ts'
import type { Resource } from '../rest/resource.ts'
import type { ComponentType } from './componentType.ts'
import { componentTypes } from './components.ts'
import { checked } from './customField.ts'
import type { PlainObject } from './plain.ts'
import { plainSchema } from './shapes.ts'

/** Tooling API: the catalogue by queries, and fields one by one. There is no code to run. */

/** The same operation where the address begins with `tooling`. */
const there =
  (operation: Operation): Operation =>
  (here, asked) =>
    operation(here, { ...asked, path: asked.path.slice(1), isTooling: true })

const everyToolingObject: Operation = async ({ tx, actor, rooms }, asked) => {
  const definitions = (await everyDefinitionOf(tx)).filter(
    (one) => (one.toolingOnly === true || one.rows !== undefined) && may(actor, 'read', one),
  )
  return {
    status: 200,
    body: {
      encoding: 'UTF-8',
      maxBatchSize: 200,
      sobjects: definitions.map((definition) => describeShortly(actor, sobjectOf(rooms, definition), asked.version)),
    },
  }
}

const FROM = /\bfrom\s+(customfield|customobject)\b/i

/** A query that asks for whole metadata answers one row at most, as the field's tools know it. */
const toolingQuery: Operation = async (here, asked) => {
  const { q = '' } = asked.query
  const [{ index }, object = ''] = placeOf(FROM.exec(q))
  const [list, rest] = [q.slice(0, index).trim(), q.slice(index)]
  const names = list
    .slice('select '.length)
    .split(',')
    .map((name) => name.trim())
  const others = names.filter((name) => name.toLowerCase() !== 'metadata')
  if (!/^select\s/i.test(list) || others.length === names.length) return query(here, asked)
  const columns = others.some((name) => name.toLowerCase() === 'id') ? others : ['Id', ...others]
  const answer = await query(here, { ...asked, query: { ...asked.query, q: `SELECT ${columns.join(', ')} ${rest}` } })
  const records = rowsIn(answer.body)
  if (records.length > 1)
    throw dialectRefusal(
      'MALFORMED_QUERY',
      `When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than one row for retrieval. Result size: ${records.length}`,
    )
  const type = componentTypes.get(/^customfield$/i.test(object) ? 'CustomField' : 'CustomObject')
  const [record] = records
  if (record !== undefined && type !== undefined) record.Metadata = await metadataOf(here, type, String(record.Id))
  return answer
}

const placeOf = (found: RegExpExecArray | null): readonly [{ readonly index: number }, string?] =>
  found === null ? [{ index: 0 }] : [found, found[1]]

const rowsIn = (body: unknown): Record<string, unknown>[] =>
  typeof body === 'object' && body !== null && 'records' in body && Array.isArray(body.records) ? body.records : []

/** The metadata behind an id, without the name, which stands beside it. */
async function metadataOf({ tx }: Here, type: ComponentType, id: string): Promise<PlainObject> {
  const listed = (await type.list(tx)).find((one) => one.id === decodeId(id))
  const [metadata] = listed === undefined ? [] : await type.read(tx, [listed.fullName])
  if (metadata === undefined) throw noResource()
  const { fullName: _fullName, ...rest } = metadata
  return rest
}

const readCustomField: Operation = async (here, asked) => {
  const row = await fieldAt(here, asked)
  const fullName = `${row.objectName}.${row.name}`
  const id = encodeId(row.id)
  return {
    status: 200,
    body: {
      attributes: { type: 'CustomField', url: `/services/data/v${asked.version}/tooling/sobjects/CustomField/${id}` },
      Id: id,
      TableEnumOrId: row.objectName,
      DeveloperName: row.name.replace(/__c$/, ''),
      NamespacePrefix: null,
      ManageableState: 'unmanaged',
      FullName: fullName,
      Metadata: await metadataOf(here, customField, id),
    },
  }
}

const customField = componentTypes.get('CustomField') ?? neverThere()

function neverThere(): never {
  throw new Error('Custom fields are a kind of metadata.')
}

const createCustomField: Operation = async (here, asked) => {
  setsUp(here.actor)
  const { FullName: fullName, metadata } = sentIn(asked)
  await customField.create?.(here.tx, here.actor, { ...metadata, fullName })
  const made = (await customField.list(here.tx)).find((one) => one.fullName.toLowerCase() === fullName.toLowerCase())
  const id = encodeId(made?.id ?? 0)
  return {
    status: 201,
    body: { id, success: true, errors: [], warnings: [], infos: [] },
    headers: { location: attributesOf('CustomField', id, asked.version).url },
  }
}

const changeCustomField: Operation = async (here, asked) => {
  setsUp(here.actor)
  const row = await fieldAt(here, asked)
  const { metadata } = sentIn({
    ...asked,
    body: { FullName: `${row.objectName}.${row.name}`, ...objectIn(asked.body) },
  })
  await customField.update?.(here.tx, here.actor, { ...metadata, fullName: `${row.objectName}.${row.name}` })
  return { status: 204 }
}

const removeCustomField: Operation = async (here, asked) => {
  setsUp(here.actor)
  const row = await fieldAt(here, asked)
  await customField.remove?.(here.tx, here.actor, `${row.objectName}.${row.name}`)
  return { status: 204 }
}

const setsUp = (actor: Actor): void => refuseUnlessHas(actor, 'set_up', 'change how objects are set up')

async function fieldAt({ tx }: Here, asked: Asked): Promise<CustomFieldRow> {
  const id = decodeId(part(asked, 3))
  const { fields, byName } = await catalogueOf(tx)
  const row = fields.find((one) => one.id === id && byName.has(one.objectName.toLowerCase()))
  if (row === undefined) throw noResource()
  return row
}

function sentIn({ body }: Pick<Asked, 'body'>): { readonly FullName: string; readonly metadata: PlainObject } {
  const { FullName, Metadata } = objectIn(body)
  if (typeof FullName !== 'string' || FullName.trim() === '')
    throw dialectRefusal('REQUIRED_FIELD_MISSING', 'Required fields are missing: [FullName]', {
      kind: 'rule',
      fields: ['FullName'],
    })
  return { FullName: FullName.trim(), metadata: checked(() => plainSchema.parse(Metadata ?? {})) }
}

/** Apex is not compiled, and so says where every line of it fails. */
const executeAnonymous: Operation = async () => ({
  status: 200,
  body: {
    line: 1,
    column: 1,
    compiled: false,
    success: false,
    compileProblem: `Assay runs no Apex. ${INSTEAD}`,
    exceptionStackTrace: null,
    exceptionMessage: null,
  },
})

const INSTEAD = 'Let a program do it through the API, or a web hook start it.'

const noCode: Operation = async (): Promise<Answer> => {
  throw dialectRefusal(
    'FUNCTIONALITY_NOT_ENABLED',
    `Assay runs no Apex, so there is nothing to compile, to test or to trace. ${INSTEAD}`,
    {
      kind: 'rule',
    },
  )
}

const CODE = /^(?:Apex\w+|TraceFlag|DebugLevel|MetadataContainer|ContainerAsyncRequest)$/i

/** Writes what is a record; of code, and of what watches it run, nothing can be made. */
const unlessCode = (operation: Operation): Operation => {
  const write = there(operation)
  return (here, asked) => (CODE.test(part(asked, 2)) ? noCode(here, asked) : write(here, asked))
}

/** GET /tooling/completions?type=apex: what an editor may offer. There is no code, so there is nothing to complete. */
const completions: Operation = async (_here, { query: { type = '' } }) => ({
  status: 200,
  body: type.toLowerCase() === 'visualforce' ? { completions: {} } : { publicDeclarations: {} },
})

/** Everything under /tooling. */
export const toolingResources: readonly Resource[] = [
  { path: 'tooling/query', GET: there(toolingQuery) },
  { path: 'tooling/queryAll', GET: there(queryAll) },
  { path: 'tooling/query/:locator', GET: there(queryMore) },
  { path: 'tooling/search', GET: there(search) },
  { path: 'tooling/composite', POST: there(composite) },
  { path: 'tooling/composite/batch', POST: there(batch) },
  { path: 'tooling/sobjects', GET: everyToolingObject },
  { path: 'tooling/sobjects/CustomField/describe', GET: there(wholeObject) },
  { path: 'tooling/sobjects/CustomField', GET: there(objectInShort), POST: createCustomField },
  {
    path: 'tooling/sobjects/CustomField/:id',
    GET: readCustomField,
    PATCH: changeCustomField,
    DELETE: removeCustomField,
  },
  { path: 'tooling/sobjects/:object', GET: there(objectInShort), POST: unlessCode(createRecord) },
  { path: 'tooling/sobjects/:object/describe', GET: there(wholeObject) },
  {
    path: 'tooling/sobjects/:object/:id',
    GET: there(readRecord),
    PATCH: unlessCode(changeRecord),
    DELETE: unlessCode(removeRecord),
  },
  { path: 'tooling/executeAnonymous', GET: executeAnonymous },
  { path: 'tooling/runTestsAsynchronous', POST: noCode },
  { path: 'tooling/runTestsSynchronous', POST: noCode },
  { path: 'tooling/completions', GET: completions },
]
