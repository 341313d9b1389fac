import { sql, type RawBuilder } from '../../../../platform/sql.ts'
import type { PreparedSoql, SoqlColumn, SoqlValue } from '../../../../ground/objects/soql/soql.ts'
import { delimiterSign, type BulkJob } from '../job.ts'

/** A query whose rows come as the text of CSV, but for ids: PostgreSQL writes cells while the program keeps those before. */
export type PrintedSoql = {
  readonly prepared: PreparedSoql
  /** What the parts of a row are, in order: text as it is, or an id as a number. */
  readonly parts: readonly ('text' | 'id')[]
}

type Plan = NonNullable<PreparedSoql['plan']>
type Cell = { readonly place: number; readonly type: SoqlColumn['type'] }

/** The same query with its cells written by PostgreSQL; undefined where a cell is more than the value of a column. */
export function printedBySql(
  prepared: PreparedSoql,
  { delimiter }: Pick<BulkJob, 'delimiter'>,
): PrintedSoql | undefined {
  const { plan } = prepared
  const cells = plan === undefined ? undefined : cellsOf(plan)
  if (plan === undefined || cells === undefined) return undefined
  const list: RawBuilder<unknown>[] = []
  const parts: ('text' | 'id')[] = []
  let run: RawBuilder<unknown>[] = []
  const endRun = (): void => {
    const between = sql.lit(`"${delimiterSign[delimiter]}"`)
    if (run.length === 0) return
    list.push(sql`'"' || ${sql.join(run, sql` || ${between} || `)} || '"'`)
    parts.push('text')
    run = []
  }
  for (const { place, type } of cells) {
    const value = plan.list[place]
    const text = value === undefined ? undefined : textOf(value, type)
    if (value === undefined || text === undefined) return undefined
    if (text !== 'id') run.push(text)
    else {
      endRun()
      list.push(sql`${value}::bigint`)
      parts.push('id')
    }
  }
  endRun()
  const [recordId = sql`null`] = plan.list
  return { prepared: { ...prepared, plan: { ...plan, list: [recordId, ...list] } }, parts }
}

/** Of each cell of a row its place in the select list; undefined when one is made of several, or of something else than its value. */
function cellsOf({ list, columns, reads }: Plan): readonly Cell[] | undefined {
  // A row of marks: what comes out as the mark that went in is the plain value of that place.
  const marks = list.map((_, place) => place + 0.25)
  const cells: Cell[] = []
  const take = (value: SoqlValue | undefined, column: SoqlColumn): boolean => {
    if (column.is === 'parent' && typeof value === 'object' && value !== null && 'values' in value)
      return (column.columns ?? []).every((inner) => take(value.values[inner.name], inner))
    const place = column.is === 'value' && typeof value === 'number' ? marks.indexOf(value) : -1
    if (place >= 0) cells.push({ place, type: column.type })
    return place >= 0
  }
  return columns.every((column, at) => take(reads[at]?.(marks), column)) ? cells : undefined
}

/** The text of a cell, as `printing.ts` writes it; 'id' for what PostgreSQL does not write; undefined for a type of which that is not known. */
function textOf(value: RawBuilder<unknown>, type: SoqlColumn['type']): RawBuilder<unknown> | 'id' | undefined {
  switch (type) {
    case 'id':
    case 'reference':
      return 'id'
    case 'string':
    case 'textarea':
    case 'picklist':
    case 'multipicklist':
    case 'email':
    case 'phone':
    case 'url':
      return sql`coalesce(replace(${value}::text, '"', '""'), '')`
    case 'boolean':
      return sql`coalesce(${value}::text, '')`
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return sql`coalesce(trim_scale(${value}::numeric)::text, '')`
    case 'date':
      return sql`coalesce(to_char(${value}, 'YYYY-MM-DD'), '')`
    case 'datetime':
      return sql`coalesce(to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '')`
    default:
      return undefined
  }
}
