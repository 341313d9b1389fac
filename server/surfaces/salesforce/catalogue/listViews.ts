import { decodeId, encodeId } from '../../../../shared/ids.ts'
import { fieldNamed, type Field, type ObjectDefinition, type StoredRecord } from '../../../ground/objects/definition.ts'
import { listRecords } from '../../../ground/objects/list.ts'
import { filterOfView, getListView, listViewsOf } from '../../../records/views/views.ts'
import type { ListView } from '../../../records/views/view.ts'
import { noResource } from '../dialect/errors.ts'
import { labelOf } from '../dialect/labels.ts'
import { presentValue } from '../dialect/records.ts'
import { base, part, type Asked, type Here, type Operation } from '../rest/asked.ts'
import { sobjectNamed } from '../dialect/sobjects.ts'
import { sobjectAt } from '../rest/records.ts'
import { soqlOfView } from './viewSoql.ts'

/** List views as Salesforce tells of them: what they ask, as a query, and its results. */

const USUAL_ROWS = 25
const MOST_ROWS = 200

const urlsOf = (asked: Asked, { objectName, id }: ListView) => {
  const url = `${base(asked)}/sobjects/${objectName}/listviews/${encodeId(id)}`
  return { describeUrl: `${url}/describe`, resultsUrl: `${url}/results`, url }
}

const inShort = (asked: Asked, view: ListView) => ({
  ...urlsOf(asked, view),
  developerName: view.apiName,
  id: encodeId(view.id),
  label: view.label,
  soqlCompatible: true,
})

/** GET /sobjects/X/listviews */
export const listViews: Operation = async (here, asked) => {
  const { definition } = await sobjectAt(here, asked)
  const views = await listViewsOf(here.tx, here.actor, definition.name)
  return {
    status: 200,
    body: {
      done: true,
      listviews: views.map((view) => inShort(asked, view)),
      nextRecordsUrl: null,
      size: views.length,
      sobjectType: definition.name,
    },
  }
}

/** GET /sobjects/X/listviews/id */
export const listView: Operation = async (here, asked) => {
  const { view } = await viewAt(here, asked)
  return { status: 200, body: inShort(asked, view) }
}

/** GET /sobjects/X/listviews/id/describe */
export const describeListView: Operation = async (here, asked) => {
  const { definition, view } = await viewAt(here, asked)
  const columns = columnsOfView(definition, view)
  return {
    status: 200,
    body: {
      columns: columns.map(describeColumn),
      id: encodeId(view.id),
      orderBy: orderOf(view),
      query: await queryOf(here, definition, view),
      relatedEntityId: null,
      scope: 'everything',
      scopeEntityId: null,
      sobjectType: definition.name,
      whereCondition: { conditions: [] },
    },
  }
}

/** The query of the list view with this id. Throws not_found. */
export async function queryOfView(here: Here, id: number): Promise<string> {
  const view = await getListView(here.tx, here.actor, id)
  const { definition } = await sobjectNamed(here.tx, here.actor, here.rooms, view.objectName)
  return queryOf(here, definition, view)
}

const queryOf = async ({ tx, actor }: Here, definition: ObjectDefinition, view: ListView): Promise<string> =>
  soqlOfView(definition, {
    fields: ['Id', ...columnsOfView(definition, view).map(({ name }) => name)],
    filter: await filterOfView(tx, actor, view),
    sort: orderOf(view).map(({ fieldNameOrPath, sortDirection }) => ({
      name: fieldNameOrPath,
      isDescending: sortDirection === 'descending',
    })),
  })

/** GET /sobjects/X/listviews/id/results?limit=&offset= */
export const listViewResults: Operation = async (here, asked) => {
  const { tx, actor } = here
  const { definition, view } = await viewAt(here, asked)
  const columns = columnsOfView(definition, view)
  const { limit, offset } = rangeIn(asked)
  const page = await listRecords(tx, actor, definition, {
    fields: ['Id', ...columns.map(({ name }) => name)],
    filter: await filterOfView(tx, actor, view),
    sort: view.sort ?? undefined,
    limit: Math.min(limit + offset, MOST_ROWS),
  })
  const records = page.records.slice(offset, offset + limit)
  return {
    status: 200,
    body: {
      columns: columns.map(describeColumn),
      developerName: view.apiName,
      done: page.next === null,
      id: encodeId(view.id),
      label: view.label,
      records: records.map((record) => ({ columns: shownColumns(definition, columns, record) })),
      size: records.length,
    },
  }
}

async function viewAt(here: Here, asked: Asked): Promise<{ definition: ObjectDefinition; view: ListView }> {
  const { definition } = await sobjectAt(here, asked)
  const id = decodeId(part(asked, 3))
  if (id === undefined) throw noResource()
  const view = await getListView(here.tx, here.actor, id)
  if (view.objectName !== definition.name) throw noResource()
  return { definition, view }
}

const MOST_COLUMNS = 5

export function columnsOfView(definition: ObjectDefinition, { columns }: ListView): readonly Field[] {
  const chosen = (columns ?? []).flatMap((name) => fieldNamed(definition, name) ?? [])
  if (chosen.length > 0) return chosen
  const usual = definition.fields.filter(
    ({ type, forTools, section }) => type !== 'id' && forTools !== true && section !== 'System',
  )
  const name = definition.fields.filter((field) => field.name === definition.nameField)
  return [...new Set([...name, ...usual])].slice(0, MOST_COLUMNS)
}

const describeColumn = ({ name, type, ...named }: Field) => ({
  ascendingLabel: 'Low to High',
  descendingLabel: 'High to Low',
  fieldNameOrPath: name,
  hidden: false,
  label: labelOf(named),
  searchable: type === 'string',
  selectListItem: name,
  sortDirection: null,
  sortIndex: null,
  sortable: type !== 'textarea',
  type,
})

const orderOf = ({ sort }: ListView) =>
  (sort ?? '-CreatedDate').split(',').map((key) => ({
    fieldNameOrPath: key.replace(/^[-+]/, ''),
    nullsPosition: 'last',
    sortDirection: key.startsWith('-') ? 'descending' : 'ascending',
  }))

function rangeIn({ query }: Asked): { limit: number; offset: number } {
  const whole = (text: string | undefined, usual: number): number => {
    const number = Number(text)
    return text !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : usual
  }
  return {
    limit: Math.min(whole(query['limit'], USUAL_ROWS), MOST_ROWS),
    offset: Math.min(whole(query['offset'], 0), MOST_ROWS),
  }
}

const shownColumns = ({ name }: ObjectDefinition, columns: readonly Field[], record: StoredRecord) => [
  ...columns.map((field) => ({
    fieldNameOrPath: field.name,
    value: asText(presentValue(field, record[field.name] ?? null)),
  })),
  { fieldNameOrPath: 'Id', value: encodeId(record.Id) },
  { fieldNameOrPath: 'attributes.type', value: name },
]

const asText = (value: string | number | boolean | null): string | null => (value === null ? null : String(value))
