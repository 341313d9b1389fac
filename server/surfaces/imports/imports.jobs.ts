import { now } from '../../platform/clock.ts'
import { registerJob, registerRecurring, type JobContext } from '../../platform/jobs.ts'
import { reading } from '../../platform/transactions.ts'
import { importsLeftSince } from './imports.sql.ts'
import type { Doors } from './targets.ts'
import { workImport } from './writing/run.ts'
import { undoImport } from './writing/undo.ts'

export const WORK_IMPORT = 'work-import'

/** No batch takes this long: whoever worked on it is gone. */
const LEFT_AFTER_MS = 60_000

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
        await workImport({ db, doors, signal }, org, importId)
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
