import { encodeId } from '../../shared/ids.ts'
import { firstPage, nextPage, prepareSoql, type SoqlPage, type SoqlRow } from '../../server/ground/objects/soql/soql.ts'
import { Refusal } from '../../server/platform/errors.ts'
import { inSavepoint, type Tx } from '../../server/platform/tx.ts'
import type { Actor } from '../../server/ground/users/actor.ts'

/** A row without its type and id: what was asked for, records inside records, sub-queries as lists. */
export type PlainRow = { readonly [name: string]: unknown }

/** Asks a query; answers all rows, page after page. */
export async function rowsOf(tx: Tx, actor: Actor, text: string, all = false): Promise<PlainRow[]> {
  const rows: PlainRow[] = []
  let page: SoqlPage | undefined = await firstPage(tx, actor, await prepareSoql(tx, actor, text, { all }))
  while (page !== undefined) {
    rows.push(...page.rows.map(plain))
    page = page.locator === null ? undefined : await nextPage(tx, actor, page.locator)
  }
  return rows
}

/** The values of one column. */
export const columnOf = async (tx: Tx, actor: Actor, text: string, name: string, all = false): Promise<unknown[]> =>
  (await rowsOf(tx, actor, text, all)).map((row) => row[name])

/** The refusal of a query; fails when it is answered. The transaction goes on. */
export async function refusalOf(tx: Tx, actor: Actor, text: string): Promise<Refusal> {
  try {
    await inSavepoint(tx, async () => firstPage(tx, actor, await prepareSoql(tx, actor, text)))
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error(`This query was answered: ${text}`)
}

const plain = (row: SoqlRow): PlainRow =>
  Object.fromEntries(
    Object.entries(row.values).map(([name, value]) => {
      if (typeof value !== 'object' || value === null || value instanceof Date) return [name, value]
      return [name, 'rows' in value ? value.rows.map(plain) : plain(value)]
    }),
  )

/** An id as a query writes it. */
export const quoted = (id: number): string => `'${encodeId(id)}'`
