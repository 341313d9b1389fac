import type { Database } from '../../../platform/tx.ts'
import type { SalesforceRooms } from '../dialect/sobjects.ts'

/** What stands around the work on every job. */
export type Workshop = {
  readonly db: Database
  readonly rooms: SalesforceRooms
  /** Stops between two pieces when the program ends; the job goes on with the next worker. */
  readonly signal?: AbortSignal
  /** Stops an ingest job between two pieces, so that other jobs have their turn; a query would begin anew. */
  readonly turnEnds?: AbortSignal
  /** Told after every piece how many rows it had; the next waits until it has been heard. */
  readonly onProgress?: (rows: number) => Promise<void> | void
}
