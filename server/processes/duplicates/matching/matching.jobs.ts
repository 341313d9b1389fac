import { isEnding, registerRecurring } from '../../../platform/jobs.ts'
import { inTransaction, reading } from '../../../platform/transactions.ts'
import type { Database, OrgRef } from '../../../platform/tx.ts'
import { passOverCommonKeys } from './commonKeys.ts'
import type { ModelKind } from './matching.sql.ts'
import { keepModel } from './models.ts'
import { lookAtRecords } from './orgLearning.ts'
import { keyNext } from './rekeying.ts'

const KEYED_AT_ONCE = 1000

/** Keys of an older program are renewed within minutes of a new one's start, and what an org's records show is looked at again as they grow. */
export function matchingJobs(): void {
  registerRecurring('key-anew', '*/5 * * * *', ({ db, org, signal }) => keyAnew(db, org, signal))
  registerRecurring('learn-matching', '7,17,27,37,47,57 * * * *', async ({ db, org, signal }) => {
    await learnFromOrg(db, org, signal)
    await inTransaction(db, org, passOverCommonKeys)
  })
}

/** Keys all records of an org anew that follow an older scheme, a thousand in a transaction; goes on where it was when the program stopped. */
async function keyAnew(db: Database, org: OrgRef, signal?: AbortSignal): Promise<void> {
  for (const object of ['Lead', 'Contact', 'Account'] as const)
    for (let goesOn = true; goesOn && !isEnding(signal);)
      goesOn = await inTransaction(db, org, (tx) => keyNext(tx, object, KEYED_AT_ONCE))
}

/** Learns from an org's records what has changed since it was last done. Answers of what kinds it learned anew. */
export async function learnFromOrg(db: Database, org: OrgRef, signal?: AbortSignal): Promise<ModelKind[]> {
  const learned: ModelKind[] = []
  for (const kind of ['Person', 'Account'] as const) {
    const looked = await reading(db, org, (tx) => lookAtRecords(tx, kind))
    if (looked === undefined || isEnding(signal)) continue
    const model = await looked.learn()
    await inTransaction(db, org, (tx) => keepModel(tx, kind, model, looked.size))
    learned.push(kind)
  }
  return learned
}
