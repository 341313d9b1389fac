import { pino, type Logger } from 'pino'

/** Fields that must never reach a log line, wherever they stand. */
const SECRETS = ['password', 'token', 'authorization', 'cookie', 'oauth_token', 'sessionId']

type Destination = ReturnType<typeof pino.destination>

let output: Destination | undefined

/** Lines go to stdout without making a request wait; what is still on its way is written when the program ends. */
export function openLog(level: string): Logger {
  output ??= openOutput()
  return pino(
    { level, redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[kept out]' } },
    output,
  )
}

/** One for the program, however many servers it starts one after the other. */
function openOutput(): Destination {
  const destination = pino.destination({ dest: 1, sync: false })
  process.on('exit', () => {
    // Before it is open there is nothing to write, and pino says so by throwing.
    try {
      destination.flushSync()
    } catch {
      return
    }
  })
  return destination
}

/** The log of programs that have not opened one: tests and commands. */
export const quietLog: Logger = pino({ level: 'silent' })

export type { Logger }
