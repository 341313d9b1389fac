import { drawIds } from '../objects/ids.ts'
import type { RowsAlong } from '../objects/along.ts'
import type { Tx } from '../../platform/tx.ts'
import { peopleRows, lockRows, markJoined } from './people.sql.ts'

/** Draws the ids of human beings about to be known. `introducedPeople` stores them. */
export const drawPeople = (tx: Tx, howMany: number): Promise<number[]> => drawIds(tx, 'Person', howMany)

/** The rows of people we had not met, to be stored along with their leads or contacts; what they do hangs on them. */
export const introducedPeople = (tx: Tx, ids: readonly number[]): RowsAlong => peopleRows(tx, ids)

/** Keeps others from joining these people until this transaction ends. */
export const lockPeople = (tx: Tx, ids: readonly number[]): Promise<number> => lockRows(tx, ids)

/** Rows that turned out to be one human being, each with the one it becomes; what hangs on them is moved by who found out. */
export const joinPeople = (tx: Tx, heirs: readonly { readonly from: number; readonly to: number }[]): Promise<number> =>
  markJoined(tx, heirs)
