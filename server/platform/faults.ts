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
  const late = setTimeout(beginAgain, STOPS_WITHIN_MS)
  try {
    await stop()
  } catch (error) {
    log.error({ fault: faultOf(error) }, 'The program could not stop cleanly.')
  }
  clearTimeout(late)
  beginAgain()
}

/** The same program in the same process, so that whoever started it and watches it sees no end. */
function beginAgain(): void {
  const { execPath, execArgv, argv, env } = process
  // Nobody tells those who tidy up at the end of a program that is replaced.
  process.emit('exit', 1)
  // It warns of itself that it is new; not every system has it.
  process.removeAllListeners('warning')
  process.execve?.(execPath, [execPath, ...execArgv, ...argv.slice(1)], env)
  process.exit(1)
}

/** What the log may know of a fault: never the rows or values PostgreSQL adds to its errors. */
function faultOf(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)
}
