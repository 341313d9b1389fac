import { drawIds } from '../objects/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import { insertPeople } from './people.sql.ts'

/** Draws the ids of human beings about to be known. `introducePeople` stores them. */
export const drawPeople = (tx: Tx, howMany: number): Promise<number[]> => drawIds(tx, 'Person', howMany)

/** Stores people we had not met; what they do hangs on them, whether they are leads or contacts. */
export const introducePeople = (tx: Tx, ids: readonly number[]): Promise<number> => insertPeople(tx, ids)
