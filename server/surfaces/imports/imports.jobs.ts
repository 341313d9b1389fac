import { now } from '../../platform/clock.ts'
import { enqueue, registerJob, registerRecurring, type JobContext } from '../../platform/jobs.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { Tx } from '../../platform/tx.ts'
import { importsLeftSince } from './imports.sql.ts'
import type { Doors } from './targets.ts'
import { workImport } from './writing/run.ts'
import { LEFT_AFTER_MS } from './writing/turn.ts'
import { undoImport } from './writing/undo.ts'

const WORK_IMPORT = 'work-import'

/** How soon an import that waits for another one looks again. */
const LOOKS_AGAIN_AFTER_MS = 1000

/** Has an import worked off, at once or some milliseconds from now. */
export const beginImport = (tx: Tx, importId: number, afterMs = 0): Promise<void> =>
  enqueue(tx, WORK_IMPORT, { importId }, { jobKey: `import:${importId}`, runAt: new Date(now().getTime() + afterMs) })

/** Imports this process is at. Two processes at one import do no harm, since the place in the file decides, but no good either. */
const working = new Set<string>()

/** Works imports off when they are started, and takes up those whose worker died. */
export const importJobs =
  ({ doors }: { readonly doors: Doors }) =>
  (): void => {
    const work = async ({ db, org, signal }: JobContext, importId: number): Promise<void> => {
      const place = `${org.schema}:${importId}`
      if (working.has(place)) return
      working.add(place)
      try {
        const hadTurn = await workImport({ db, doors, signal }, org, importId)
        // Others need the hands it would wait with.
        if (!hadTurn) await inTransaction(db, org, (tx) => beginImport(tx, importId, LOOKS_AGAIN_AFTER_MS))
        await undoImport({ db, doors }, org, importId)
      } finally {
        working.delete(place)
      }
    }
    registerJob(WORK_IMPORT, (context, { importId }) => work(context, Number(importId)))
    registerRecurring('resume-imports', '* * * * *', async (context) => {
      const left = await reading(context.db, context.org, (tx) =>
        importsLeftSince(tx, new Date(now().getTime() - LEFT_AFTER_MS)),
      )
      for (const { id } of left) await work(context, id)
    })
  }
