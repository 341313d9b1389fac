import { beginAgain } from './beginAgain.ts'
import type { Logger } from './log.ts'

const STOPS_WITHIN_MS = 10_000

export type Outliving = {
  readonly log: Pick<Logger, 'error'>
  /** Lets what is underway end, and stops everything. */
  readonly stop: () => Promise<void>
}

/**
 * What nobody caught ends neither the program nor what others are doing in it. A promise nobody waited for has gone through all its
 * `finally`s before we hear of it: it is told, and the work goes on. An exception has left its work wherever it stood, so nobody
 * knows what is still true: what is underway is answered, and the program begins again in its own place (decision 47).
 */
export function outliveFaults({ log, stop }: Outliving): void {
  let isBeginningAgain = false
  process.on('unhandledRejection', (reason) =>
    log.error({ fault: faultOf(reason) }, 'Nobody waited for a piece of work that failed. The program goes on.'),
  )
  process.on('uncaughtException', (fault) => {
    log.error({ fault: faultOf(fault) }, 'Nobody caught an error, so the program begins again.')
    if (!isBeginningAgain) void stopAndBeginAgain({ log, stop })
    isBeginningAgain = true
  })
}

async function stopAndBeginAgain({ log, stop }: Outliving): Promise<void> {
  const late = setTimeout(replace, STOPS_WITHIN_MS)
  try {
    await stop()
  } catch (error) {
    log.error({ fault: faultOf(error) }, 'The program could not stop cleanly.')
  }
  clearTimeout(late)
  replace()
}

function replace(): void {
  beginAgain()
  process.exit(1)
}

/** What the log may know of a fault: never the rows or values PostgreSQL adds to its errors. */
function faultOf(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)
}
