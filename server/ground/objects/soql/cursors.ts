import { decodeId, encodeId, objectOfId, type Id } from '../../../../shared/ids.ts'
import type { RawBuilder } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import { drawIds } from '../ids.ts'
import {
  deleteCursorsBefore,
  deleteCursorsBeyond,
  deleteOlderCursors,
  keepResults,
  keptPage,
  type KeptPage,
} from './cursors.sql.ts'
import { refusalOf } from './refusals.ts'
import { inTime } from './run.ts'

const KEPT_MS = 24 * 3_600_000
const MOST_KEPT = 50
/** About 160 MB: nobody fills the disk by asking. */
const MOST_IDS_KEPT = 20_000_000

/** Whose result is kept, and of which query. */
export type Asked = {
  readonly userId: Id | null
  readonly text: string
  readonly withDeleted: boolean
  /** The places of the sub-queries on the way to the one whose rows these are. */
  readonly childPath: readonly number[]
}

/** A result that is kept: how many rows it has, those of the first page, and where the second one is. */
export type KeptResult = { readonly totalSize: number; readonly ids: readonly Id[]; readonly locator: string | null }

/** Keeps the whole result of a query, and at most so many of one user. */
export async function keepResult(
  tx: Tx,
  asked: Asked,
  pageSize: number,
  idsInOrder: RawBuilder<unknown>,
): Promise<KeptResult> {
  const [kept] = await keepEach(tx, asked, 1, pageSize, idsInOrder)
  await deleteOlderCursors(tx, asked.userId, MOST_KEPT)
  return kept ?? { totalSize: 0, ids: [], locator: null }
}

/** Keeps several results of one sub-query; `picked` answers the ids of each, with the place (from 1) of the result. */
export async function keepEach(
  tx: Tx,
  asked: Asked,
  howMany: number,
  pageSize: number,
  picked: RawBuilder<unknown>,
): Promise<KeptResult[]> {
  const ids = await drawIds(tx, 'QueryLocator', howMany)
  const pages = await keepResults(tx, { ...asked, ids, pageSize }, picked).catch((error: unknown) => {
    throw inTime(error)
  })
  await deleteCursorsBeyond(tx, asked.userId, MOST_IDS_KEPT)
  const byCursor = Map.groupBy(pages, ({ cursorId }) => cursorId)
  return ids.map((id) => {
    const own = byCursor.get(id) ?? []
    const totalSize = own.reduce((sum, { size }) => sum + size, 0)
    const first = own.find(({ page }) => page === 0)?.ids ?? []
    return { totalSize, ids: first, locator: totalSize > pageSize ? locatorOf(id, pageSize) : null }
  })
}

/** `01g000000000001AAA-2000`: the result, and how many rows came before. */
const locatorOf = (id: Id, offset: number): string => `${encodeId(id)}-${offset}`

export type NextIds = KeptPage & { readonly locator: string | null }

/** The ids of the page a locator leads to. A locator is its user's own, and is forgotten after a day. */
export async function idsAt(tx: Tx, userId: Id | null, locator: string): Promise<NextIds> {
  const [, written = '', digits = ''] = /^(\w{15}|\w{18})-(\d{1,9})$/.exec(locator) ?? []
  const cursorId = decodeId(written)
  if (cursorId === undefined || objectOfId(cursorId) !== 'QueryLocator') throw noSuchLocator()
  const offset = Number(digits)
  const openedAfter = new Date(tx.now.getTime() - KEPT_MS)
  const page = await keptPage(tx, { cursorId, userId, offset, openedAfter })
  if (page === undefined) throw noSuchLocator()
  const next = offset + page.pageSize
  return { ...page, locator: next < page.totalSize ? locatorOf(cursorId, next) : null }
}

const noSuchLocator = () => refusalOf('invalid_query_locator', 'invalid query locator')

/** Forgets results that nobody may ask for any more. */
export const forgetResults = (tx: Tx): Promise<number> => deleteCursorsBefore(tx, new Date(tx.now.getTime() - KEPT_MS))
