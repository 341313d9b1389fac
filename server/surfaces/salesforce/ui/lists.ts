import { decodeId, encodeId } from '../../../../shared/ids.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { listRecords } from '../../../ground/objects/list.ts'
import { filterOfView, getListView, listViewsOf } from '../../../records/views/views.ts'
import type { ListView } from '../../../records/views/view.ts'
import { columnsOfView } from '../catalogue/listViews.ts'
import { noResource } from '../dialect/errors.ts'
import { labelOf } from '../dialect/labels.ts'
import { sobjectNamed } from '../dialect/sobjects.ts'
import { base, part, type Asked, type Here, type Operation } from '../rest/asked.ts'
import { sobjectAt } from '../rest/records.ts'
import { uiRecords } from './reading.ts'
import { tagged } from './objectInfo.ts'

const USUAL_ROWS = 50
const MOST_ROWS = 200

/** GET /ui-api/list-ui/X: the list views of an object; with an id, one of them and its first records. */
export const listUi: Operation = async (here, asked) => {
  const id = decodeId(part(asked, 2))
  if (id !== undefined) return oneList(here, asked, id)
  const { definition } = await sobjectAt(here, asked, 2)
  const views = await listViewsOf(here.tx, here.actor, definition.name)
  const lists = views.map((view) => ({
    apiName: view.apiName,
    id: encodeId(view.id),
    label: view.label,
    listReference: referenceTo(view),
    listUiUrl: `${base(asked)}/ui-api/list-ui/${encodeId(view.id)}`,
  }))
  const query = new URLSearchParams(asked.query).toString()
  const url = `${base(asked)}/ui-api/list-ui/${definition.name}${query === '' ? '' : `?${query}`}`
  return {
    status: 200,
    body: tagged({
      count: lists.length,
      currentPageToken: '0',
      currentPageUrl: url,
      lists,
      nextPageToken: null,
      nextPageUrl: null,
      objectApiName: definition.name,
      pageSize: lists.length,
      previousPageToken: null,
      previousPageUrl: null,
      queryString: asked.query['q'] ?? null,
      recentListsOnly: false,
    }),
  }
}

const referenceTo = ({ id, apiName, objectName }: ListView) => ({
  id: encodeId(id),
  listViewApiName: apiName,
  objectApiName: objectName,
  type: 'listView',
})

async function oneList(here: Here, asked: Asked, id: number) {
  const { definition, view } = await viewOf(here, id)
  const info = infoOf(definition, view)
  const records = await recordsOfView(here, asked, definition, view)
  return { status: 200, body: tagged({ info, records }) }
}

/** GET /ui-api/list-info/id */
export const listInfo: Operation = async (here, asked) => {
  const { definition, view } = await viewAt(here, asked)
  return { status: 200, body: infoOf(definition, view) }
}

/** GET /ui-api/list-records/id?pageSize=&pageToken= */
export const listUiRecords: Operation = async (here, asked) => {
  const { definition, view } = await viewAt(here, asked)
  return { status: 200, body: await recordsOfView(here, asked, definition, view) }
}

async function viewAt(here: Here, asked: Asked) {
  const id = decodeId(part(asked, 2))
  if (id === undefined) throw noResource()
  return viewOf(here, id)
}

async function viewOf(
  { tx, actor, rooms }: Here,
  id: number,
): Promise<{ definition: ObjectDefinition; view: ListView }> {
  const view = await getListView(tx, actor, id)
  return { definition: (await sobjectNamed(tx, actor, rooms, view.objectName)).definition, view }
}

const infoOf = (definition: ObjectDefinition, view: ListView) =>
  tagged({
    displayColumns: columnsOfView(definition, view).map((field) => ({
      fieldApiName: field.name,
      label: labelOf(field),
      sortable: field.type !== 'textarea',
    })),
    label: view.label,
    listReference: referenceTo(view),
    orderedByInfo: sortOf(view).map((key) => ({
      fieldApiName: key.replace(/^[-+]/, ''),
      isAscending: !key.startsWith('-'),
    })),
  })

const sortOf = ({ sort }: ListView): readonly string[] => (sort ?? '-CreatedDate').split(',')

async function recordsOfView(here: Here, asked: Asked, definition: ObjectDefinition, view: ListView) {
  const { tx, actor } = here
  const token = asked.query['pageToken']
  const limit = sizeIn(asked.query['pageSize'])
  const { records, next } = await listRecords(tx, actor, definition, {
    fields: ['Id'],
    filter: await filterOfView(tx, actor, view),
    sort: view.sort ?? undefined,
    limit,
    ...(token === undefined || token === '0' ? {} : { after: token }),
  })
  const ids = records.map(({ Id }) => Id)
  const paths = ['Id', ...columnsOfView(definition, view).map(({ name }) => name)]
  const shown = await uiRecords(here, definition, ids, { fields: paths, optional: [] })
  const url = (page: string) =>
    `${base(asked)}/ui-api/list-records/${encodeId(view.id)}?pageSize=${limit}&pageToken=${encodeURIComponent(page)}`
  return tagged({
    count: ids.length,
    currentPageToken: token ?? '0',
    currentPageUrl: url(token ?? '0'),
    fields: paths.map((path) => `${definition.name}.${path}`),
    listReference: referenceTo(view),
    nextPageToken: next,
    nextPageUrl: next === null ? null : url(next),
    optionalFields: [],
    pageSize: limit,
    previousPageToken: null,
    previousPageUrl: null,
    records: ids.flatMap((id) => shown.get(id) ?? []),
    sortBy: sortOf(view),
  })
}

function sizeIn(text: string | undefined): number {
  const size = Number(text)
  return Number.isSafeInteger(size) && size >= 1 ? Math.min(size, MOST_ROWS) : USUAL_ROWS
}
