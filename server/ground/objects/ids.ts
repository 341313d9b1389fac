import { idFrom, objectNumber, type Id, type StandardObject } from '../../../shared/ids.ts'
import type { Connection } from '../../platform/postgres/pools.ts'
import { many, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

const BLOCK = 1000

type Block = { next: number; end: number }

/** Each connection has blocks of its own, so drawing an id costs a round trip once in a thousand. */
const blocks = new WeakMap<Connection, Map<string, Block[]>>()

/** Draws ids for records about to be made, of a standard object by its name or of any by its number. Gaps are allowed; two records never get the same one. */
export async function drawIds(tx: Tx, object: StandardObject | number, howMany: number): Promise<Id[]> {
  const number = typeof object === 'number' ? object : objectNumber(object)
  const mine = blocksOf(tx)
  // Asked again after each wait: somebody else on this connection may have drawn meanwhile.
  while (left(mine) < howMany) await reserveIds(tx, howMany)
  const ids: Id[] = []
  while (ids.length < howMany) {
    const block = mine[0]
    if (block === undefined) throw new Error('The blocks just drawn are gone.')
    ids.push(idFrom(number, block.next++))
    if (block.next === block.end) mine.shift()
  }
  return ids
}

/** Has this many ids at hand, so that parts of a large set, sent one behind the other, do not wait for each other's rows. */
export async function reserveIds(tx: Tx, howMany: number): Promise<void> {
  const mine = blocksOf(tx)
  const missing = howMany - left(mine)
  if (missing > 0) mine.push(...(await newBlocks(tx, Math.ceil(missing / BLOCK))))
}

/** Where new ids for that many records begin, a thousand each, for a statement that makes records of the rows it finds: `idInBlocks`. */
export const drawBlocks = async (tx: Tx, howMany: number): Promise<readonly number[]> =>
  (await newBlocks(tx, Math.ceil(howMany / BLOCK))).map(({ next }) => next)

/** The id of the nth record, counted from 0, out of blocks drawn for it. */
export const idInBlocks = (
  objectName: StandardObject,
  blocks: readonly number[],
  n: RawBuilder<unknown>,
): RawBuilder<unknown> =>
  sql`(${idFrom(objectNumber(objectName), 0)}::bigint + (${blocks}::bigint[])[1 + ${n} / ${sql.lit(BLOCK)}] + ${n} % ${sql.lit(BLOCK)})`

export async function drawId(tx: Tx, objectName: StandardObject): Promise<Id> {
  const [id] = await drawIds(tx, objectName, 1)
  if (id === undefined) throw new Error('No id was drawn.')
  return id
}

const left = (blocks: readonly Block[]): number => blocks.reduce((sum, block) => sum + block.end - block.next, 0)

function blocksOf(tx: Tx): Block[] {
  const byOrg = blocks.get(tx.connection) ?? new Map<string, Block[]>()
  blocks.set(tx.connection, byOrg)
  const mine = byOrg.get(tx.org.schema) ?? []
  byOrg.set(tx.org.schema, mine)
  return mine
}

async function newBlocks(tx: Tx, howMany: number): Promise<Block[]> {
  const drawn = await many<{ block: number }>(
    tx,
    sql`select nextval('id_block_seq') as block from generate_series(1, ${howMany}::int)`,
  )
  return drawn.map(({ block }) => ({ next: block * BLOCK, end: (block + 1) * BLOCK }))
}
