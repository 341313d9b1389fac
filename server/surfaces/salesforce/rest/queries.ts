import { decodeId, encodeId, objectOfId } from '../../../../shared/ids.ts'
import type { FieldValue } from '../../../ground/objects/definition.ts'
import {
  columnsOf,
  explain,
  firstPage,
  nextPage,
  prepareSoql,
  type PreparedSoql,
  type SoqlColumn,
  type SoqlPage,
  type SoqlRow,
  type SoqlValue,
} from '../../../ground/objects/soql/soql.ts'
import { noteViewed } from '../../../ground/users/recent.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { queryOfView } from '../catalogue/listViews.ts'
import { attributesOf, presentValue } from '../dialect/records.ts'
import { base, isOn, part, settingsIn, type Answer, type Asked, type Here, type Operation } from './asked.ts'
import { columnMetadata } from './columns.ts'

/** GET /query?q= */
export const query: Operation = (here, asked) => ask(here, asked, false)

/** GET /queryAll?q=: records in the recycle bin are among the rows. */
export const queryAll: Operation = (here, asked) => ask(here, asked, true)

async function ask(here: Here, asked: Asked, all: boolean): Promise<Answer> {
  const { q, columns, explain: explained } = asked.query
  if (explained !== undefined) return explainedPlan(here, explained)
  if (q === undefined || q.trim() === '') throw dialectRefusal('MALFORMED_QUERY', 'A query string has to be specified')
  const prepared = await prepareSoql(here.tx, here.actor, q, { all })
  if (asked.isTooling !== true) refuseToolingColumns(prepared)
  if (isOn(columns)) return { status: 200, body: columnMetadata(prepared) }
  return { status: 200, body: await firstOf(here, asked, prepared) }
}

/** What a class or a trigger is made of is told through Tooling API alone. */
function refuseToolingColumns(prepared: PreparedSoql): void {
  const { definition } = prepared
  if (definition.toolingOnly !== true || !columnsOf(prepared).some(({ name }) => name === 'SymbolTable')) return
  throw dialectRefusal(
    'INVALID_FIELD',
    `No such column 'SymbolTable' on entity '${definition.name}'. Please reference your WSDL or the describe call for the appropriate names.`,
  )
}

/** GET /query/locator, where a page before said `nextRecordsUrl`; of queryAll and sub-queries, too. */
export const queryMore: Operation = async ({ tx, actor }, asked) => {
  const { columns, ...page } = await nextPage(tx, actor, part(asked, 1))
  return { status: 200, body: presentPage(page, columns, asked) }
}

/** `?explain=`: how a query would be run, or that of the list view whose id is given. */
async function explainedPlan(here: Here, asked: string): Promise<Answer> {
  const { tx, actor } = here
  const id = decodeId(asked.trim())
  const text = id !== undefined && objectOfId(id) === 'ListView' ? await queryOfView(here, id) : asked
  const plans = await explain(tx, actor, await prepareSoql(tx, actor, text))
  return { status: 200, body: { plans, sourceQuery: text } }
}

/** The first page of a prepared query, as Salesforce shows it. */
export async function firstOf({ tx, actor }: Here, asked: Asked, prepared: PreparedSoql) {
  const page = await firstPage(tx, actor, prepared, { batchSize: batchSizeIn(asked) })
  if (prepared.purposes.includes('view') || prepared.purposes.includes('reference'))
    await noteViewed(
      tx,
      actor,
      page.rows.flatMap(({ id }) => id ?? []),
    )
  return presentPage(page, columnsOf(prepared), asked)
}

/** `Sforce-Query-Options: batchSize=` */
function batchSizeIn({ headers }: Asked): number | undefined {
  const size = Number(settingsIn(headers['sforce-query-options']).get('batchsize'))
  return Number.isSafeInteger(size) && size > 0 ? size : undefined
}

/** A page of rows; `nextRecordsUrl` leads to the page after it. */
export const presentPage = (
  { totalSize, done, locator, rows }: SoqlPage,
  columns: readonly SoqlColumn[],
  asked: Pick<Asked, 'version'>,
) => ({
  totalSize,
  done,
  ...(locator === null ? {} : { nextRecordsUrl: `${base(asked)}/query/${locator}` }),
  records: rows.map((row) => presentRow(row, columns, asked)),
})

/** A row in the order of its select list. */
function presentRow(
  row: SoqlRow,
  columns: readonly SoqlColumn[],
  asked: Pick<Asked, 'version'>,
): Record<string, unknown> {
  const shown: Record<string, unknown> = row.type === 'Address' ? {} : { attributes: attributesIn(row, asked) }
  for (const column of columns) shown[column.name] = presentCell(row.values[column.name] ?? null, column, asked)
  return shown
}

function attributesIn({ type, id }: SoqlRow, { version }: Pick<Asked, 'version'>) {
  if (id === null) return { type }
  const object = type === 'Name' ? (objectOfId(id) ?? type) : type
  return { type, url: attributesOf(object, encodeId(id), version).url }
}

function presentCell(value: SoqlValue, column: SoqlColumn, asked: Pick<Asked, 'version'>): unknown {
  if (column.type === 'base64' && typeof value === 'number')
    return `${attributesOf(objectOfId(value) ?? '', encodeId(value), asked.version).url}/${column.name}`
  if (!isNested(value)) return presentValue({ type: column.type ?? 'string' }, value)
  const { columns = [], byType } = column
  if ('rows' in value) return presentPage(value, columns, asked)
  return presentRow(value, byType?.get(value.type) ?? byType?.get('else') ?? columns, asked)
}

const isNested = (value: SoqlValue): value is Exclude<SoqlValue, FieldValue> =>
  typeof value === 'object' && value !== null && !(value instanceof Date)
