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
  process.on('uncaughtException', (error) => {
    log.error({ fault: faultOf(error) }, 'Nobody caught an error, so the program begins again.')
    if (isBeginningAgain) return
    isBeginningAgain = true
    const late = setTimeout(beginAgain, STOPS_WITHIN_MS)
    stop()
      .catch((lost: unknown) => log.error({ fault: faultOf(lost) }, 'The program could not stop cleanly.'))
      .finally(() => {
        clearTimeout(late)
        beginAgain()
      })
  })
}

/** The same program in the same process, so that whoever started it and watches it sees no end. */
function beginAgain(): void {
  const { execve, execPath, execArgv, argv, env } = process
  // Nobody tells those who tidy up at the end of a program that is replaced.
  process.emit('exit', 1)
  if (execve !== undefined) {
    // It warns of itself that it is new.
    process.removeAllListeners('warning')
    execve.call(process, execPath, [execPath, ...execArgv, ...argv.slice(1)], env)
  }
  process.exit(1)
}

/** What the log may know of a fault: never the rows or values PostgreSQL adds to its errors. */
function faultOf(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)
}
