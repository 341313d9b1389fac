import { encodeId } from '../../../../shared/ids.ts'
import { labelOf } from '../dialect/labels.ts'
import { may } from '../../../ground/users/actor.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { childRelationshipsOf, type ChildRelationship } from '../../../ground/objects/soql/relationships.ts'
import { compactFieldsOf } from '../catalogue/layouts.ts'
import { keyPrefixOf, MASTER_RECORD_TYPE } from '../dialect/describe.ts'
import { noResource } from '../dialect/errors.ts'
import { base, isObject, part, type Asked, type Here, type Operation } from '../rest/asked.ts'
import { sobjectAt } from '../rest/records.ts'
import { recordAt, wantedIn } from './asking.ts'
import { tagged } from './objectInfo.ts'
import { placeIn, rowsFound, uiPage } from './pages.ts'
import { uiRecords } from './reading.ts'

/** GET /ui-api/related-list-info/X: what hangs on records of an object, each list by its relationship's name. */
export const relatedLists: Operation = async (here, asked) => {
  const { definition } = await sobjectAt(here, asked, 2)
  const lists = await listsOf(here, definition)
  return {
    status: 200,
    body: tagged({
      parentObjectApiName: definition.name,
      parentRecordTypeId: MASTER_RECORD_TYPE,
      relatedLists: lists.map(({ name, definition: child, field }) => ({
        entityLabel: child.label,
        entityLabelPlural: child.labelPlural,
        fieldApiName: field.name,
        keyPrefix: keyPrefixOf(child),
        label: child.labelPlural,
        objectApiName: child.name,
        relatedListId: name,
      })),
    }),
  }
}

/** GET /ui-api/related-list-info/X/name: its columns. */
export const relatedListInfo: Operation = async (here, asked) => {
  const { definition } = await sobjectAt(here, asked, 2)
  const { name, definition: child, field } = await listNamed(here, definition, part(asked, 3))
  return {
    status: 200,
    body: tagged({
      cloneable: false,
      createable: may(here.actor, 'create', child) && child.rows === undefined,
      deletable: false,
      displayColumns: compactFieldsOf(child).map((column) => ({
        dataType: column.type,
        fieldApiName: column.name,
        label: labelOf(column),
        lookupId: column.type === 'reference' ? column.name : null,
        sortable: column.type !== 'textarea',
      })),
      editable: false,
      fieldApiName: field.name,
      filterLogicString: null,
      filteredByInfo: [],
      label: child.labelPlural,
      listReference: referenceTo(definition, name, null),
      objectApiNames: [child.name],
      orderedByInfo: [{ fieldApiName: child.nameField, isAscending: true, label: child.label }],
      visibility: 'Public',
    }),
  }
}

/** GET and POST /ui-api/related-list-records/id/name?fields=&pageSize=&pageToken=&sortBy=; POST says the same in its body. */
export const relatedListRecords: Operation = async (here, asked) => {
  const list = await listAt(here, asked)
  const query = asked.method === 'POST' ? queryIn(asked.body) : asked.query
  return { status: 200, body: await recordsOfList(here, { ...asked, query }, list) }
}

/** The same for a record's `childRelationships`. */
export async function childrenOf(
  here: Here,
  asked: Asked,
  definition: ObjectDefinition,
  id: number,
): Promise<Record<string, unknown>> {
  const names = (asked.query['childRelationships'] ?? '').split(',').map((name) => name.trim().split('.').at(-1) ?? '')
  const children: Record<string, unknown> = {}
  // A request names a handful; each is a list of its own.
  for (const name of names.filter(Boolean)) {
    const child = await listNamed(here, definition, name)
    children[child.name] = await recordsOfList(here, asked, { parent: definition, id, child })
  }
  return children
}

/** GET /ui-api/related-list-count/id/name?maxCount= */
export const relatedListCount: Operation = async (here, asked) => {
  const { parent, id, child } = await listAt(here, asked)
  const most = Math.min(Math.max(1, Math.trunc(Number(asked.query['maxCount'] ?? 10)) || 10), MOST_COUNTED)
  const { rows } = await rowsFound(
    here,
    child.definition,
    `WHERE ${child.field.name} = '${encodeId(id)}' LIMIT ${most + 1}`,
  )
  const count = Math.min(rows.length, most)
  return {
    status: 200,
    body: tagged({
      count,
      hasMore: rows.length > most,
      listReference: referenceTo(parent, child.name, part(asked, 2)),
    }),
  }
}

const MOST_COUNTED = 1999

type List = { readonly parent: ObjectDefinition; readonly id: number; readonly child: ChildRelationship }

async function listAt(here: Here, asked: Asked): Promise<List> {
  const { sobject, id } = await recordAt(here, part(asked, 2))
  const child = await listNamed(here, sobject.definition, part(asked, 3))
  const seen = await uiRecords(here, sobject.definition, [id], { fields: ['Id'], optional: [] })
  if (!seen.has(id)) throw noResource()
  return { parent: sobject.definition, id, child }
}

async function recordsOfList(here: Here, asked: Asked, { parent, id, child: { name, definition, field } }: List) {
  const { query } = asked
  const sortBy = (query['sortBy'] ?? '').split(',').filter(Boolean)
  const wanted = wantedIn(
    { query: { optionalFields: `${definition.name}.${definition.nameField}`, ...query } },
    definition,
  )
  const page = await uiPage(here, definition, {
    where: `${field.name} = '${encodeId(id)}'`,
    sortBy,
    wanted,
    ...placeIn(query),
    urlOf: (token) =>
      `${base(asked)}/ui-api/related-list-records/${encodeId(id)}/${name}?${new URLSearchParams({ ...query, pageToken: String(token) }).toString()}`,
  })
  const qualified = (paths: readonly string[]) => paths.map((path) => `${definition.name}.${path}`)
  return tagged({
    ...page,
    fields: qualified(wanted.fields),
    listReference: referenceTo(parent, name, encodeId(id)),
    optionalFields: qualified(wanted.optional),
    pageSize: placeIn(query).size,
    sortBy,
  })
}

const referenceTo = ({ name }: ObjectDefinition, relatedListId: string, inContextOfRecordId: string | null) => ({
  inContextOfRecordId,
  parentObjectApiName: name,
  relatedListId,
  type: 'relatedList',
})

/** What is only read beside a record has no pages of its own. */
const listsOf = async ({ tx, actor }: Here, definition: ObjectDefinition): Promise<readonly ChildRelationship[]> =>
  (await childRelationshipsOf(tx, definition)).filter(
    ({ definition: child }) => child.onlyBeside !== true && may(actor, 'read', child),
  )

async function listNamed(here: Here, definition: ObjectDefinition, name: string): Promise<ChildRelationship> {
  const found = (await listsOf(here, definition)).find((list) => list.name.toLowerCase() === name.toLowerCase())
  if (found === undefined) throw noResource()
  return found
}

/** A body says what an address would; its lists are what an address writes with commas. */
const queryIn = (body: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isObject(body) ? body : {}).flatMap(([name, value]) => {
      if (Array.isArray(value)) return [[name, value.join(',')]]
      return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : []
    }),
  )
