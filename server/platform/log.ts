import { pino, type Logger } from 'pino'

/** Fields that must never reach a log line, wherever they stand. */
const SECRETS = ['password', 'token', 'authorization', 'cookie', 'oauth_token', 'sessionId']

export const openLog = (level: string): Logger =>
  pino({
    level,
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[kept out]' },
  })

/** The log of programs that have not opened one: tests and commands. */
export const quietLog: Logger = pino({ level: 'silent' })

export type { Logger }
