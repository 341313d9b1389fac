import { encodeId } from '../../../../shared/ids.ts'
import { columnsOf, firstPage, prepareSoql, type SoqlRow } from '../../../ground/objects/soql/soql.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import { presentValue } from '../dialect/records.ts'

export type Topic = {
  readonly id: number
  readonly name: string
  readonly query: string
  readonly fields: string
  readonly create: boolean
  readonly update: boolean
  readonly delete: boolean
  readonly undelete: boolean
}

export type Parts = { readonly select: string; readonly object: string; readonly where?: string }

/** The parts of a topic's query; undefined when it is more than one select list, one object and a condition. */
export function partsOf(query: string): Parts | undefined {
  const [, select, object, where] =
    /^\s*select\s+([\w\s.,]+?)\s+from\s+(\w+)(?:\s+where\s+([\s\S]+))?\s*$/i.exec(query) ?? []
  if (select === undefined || object === undefined) return undefined
  // Texts may hold any word; outside of them these begin parts a topic does not have.
  const bare = (where ?? '').replaceAll(/'(?:[^'\\]|\\.)*'/g, "''")
  if (/\b(?:order\s+by|group\s+by|limit|offset|for\s+(?:view|reference|update)|all\s+rows|select|with)\b/i.test(bare))
    return undefined
  return { select, object, ...(where === undefined ? {} : { where }) }
}

/** Whether a change of these fields is one the topic tells of. */
export function concerns({ query, fields }: Topic, changed: readonly string[]): boolean {
  if (fields === 'All') return true
  const { select = '', where = '' } = partsOf(query) ?? {}
  const watched = fields === 'Select' ? select : fields === 'Where' ? where : `${select} ${where}`
  const words = new Set(watched.toLowerCase().match(/\w+/g))
  return changed.some((name) => words.has(name.toLowerCase()))
}

/** Which of these records match the topic, as the actor sees them: the values of its select list by their ids. */
export async function matching(
  tx: Tx,
  actor: Actor,
  { query }: Topic,
  ids: readonly number[],
): Promise<Map<number, Record<string, unknown>>> {
  const parts = partsOf(query)
  if (parts === undefined || ids.length === 0) return new Map()
  const parted = Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, at) =>
    ids.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
  )
  const found = await Promise.all(parted.map((some) => matchingAmong(tx, actor, parts, some)))
  return new Map(found.flat())
}

/** As many ids as a query's text has room for. */
const AT_ONCE = 500

async function matchingAmong(
  tx: Tx,
  actor: Actor,
  { select, object, where }: Parts,
  ids: readonly number[],
): Promise<[number, Record<string, unknown>][]> {
  const those = `Id IN (${ids.map((id) => `'${encodeId(id)}'`).join(',')})`
  const condition = where === undefined ? those : `${those} AND (${where})`
  const text = ['SELECT', select, 'FROM', object, 'WHERE', condition].join(' ')
  const prepared = await prepareSoql(tx, actor, text, { all: true })
  const { rows } = await firstPage(tx, actor, prepared)
  const columns = columnsOf(prepared)
  return rows.flatMap((row) => (row.id === null ? [] : [[row.id, shown(row, columns)]]))
}

function shown(row: SoqlRow, columns: ReturnType<typeof columnsOf>): Record<string, unknown> {
  return Object.fromEntries(
    columns.flatMap(({ name }) => {
      const value = row.values[name]
      if (value === null || value === undefined) return [[name, null]]
      if (typeof value === 'object' && !(value instanceof Date)) return []
      const type = columns.find((one) => one.name === name)?.type ?? 'string'
      return [[name, presentValue({ type }, value)]]
    }),
  )
}
