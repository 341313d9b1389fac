import path from 'node:path'

/** Settings from the environment; the README lists each with its default. */
export type Config = {
  readonly port: number
  readonly host: string
  /** Where the embedded database and its secrets live. */
  readonly dataFolder: string
  readonly databaseUrl: string | undefined
  /** How much of the tables the embedded database keeps in memory, as PostgreSQL writes it (`512MB`); undefined: as little as will do. */
  readonly databaseBuffers: string | undefined
  /** Locks what is secret in the database; undefined: one in the data folder does. */
  readonly secretKey: string | undefined
  /** How the world reaches us, without a trailing slash. */
  readonly publicUrl: string
  readonly adminEmail: string | undefined
  readonly adminPassword: string | undefined
  /** `smtp://…`; undefined: mail waits, visibly. */
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  readonly logLevel: string
  /** Addresses of proxies whose X-Forwarded-For we believe. */
  readonly trustedProxies: readonly string[]
  /** Networks of our own web hooks may reach, such as `10.0.0.0/8`; without them only the public internet. */
  readonly webhookNetworks: readonly string[]
}

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = Number(env.PORT || 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT must be a number from 0 to 65535, and is '${env.PORT}'.`)
  }
  const secretKey = env.ASSAY_SECRET_KEY || undefined
  if (secretKey !== undefined && secretKey.length < 32) {
    throw new Error('ASSAY_SECRET_KEY must have at least 32 characters. Make one with: openssl rand -base64 32')
  }
  const databaseBuffers = env.ASSAY_BUFFERS || undefined
  if (databaseBuffers !== undefined && !/^[1-9]\d*(?:MB|GB)$/.test(databaseBuffers)) {
    throw new Error(`ASSAY_BUFFERS must be an amount of memory such as 512MB or 2GB, and is '${databaseBuffers}'.`)
  }
  const host = env.HOST || '127.0.0.1'
  const publicUrl = env.ASSAY_URL || `http://localhost:${port}`
  refuseAddress('ASSAY_URL', publicUrl, ['http:', 'https:'], 'https://assay.example.com')
  refuseAddress(
    'DATABASE_URL',
    env.DATABASE_URL,
    ['postgres:', 'postgresql:', 'socket:'],
    'postgres://user:password@host:5432/assay',
  )
  refuseAddress('SMTP_URL', env.SMTP_URL, ['smtp:', 'smtps:'], 'smtp://user:password@mail.example.com:587')
  const logLevel = env.LOG_LEVEL || 'info'
  if (!logLevels.includes(logLevel))
    throw new Error(`LOG_LEVEL must be one of ${logLevels.join(', ')}, and is '${logLevel}'.`)
  return {
    port,
    host,
    dataFolder: path.resolve(env.ASSAY_DATA || './data'),
    databaseUrl: env.DATABASE_URL || undefined,
    databaseBuffers,
    secretKey,
    publicUrl: publicUrl.replace(/\/+$/, ''),
    adminEmail: env.ASSAY_ADMIN_EMAIL || undefined,
    adminPassword: env.ASSAY_ADMIN_PASSWORD || undefined,
    smtpUrl: env.SMTP_URL || undefined,
    mailFrom: env.MAIL_FROM || 'Assay <assay@localhost>',
    logLevel,
    trustedProxies: listIn(env.TRUSTED_PROXIES),
    webhookNetworks: listIn(env.WEBHOOK_NETWORKS),
  }
}

const logLevels: readonly string[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** Throws what is wrong with an address; what is said of it leaves out that it may hold a password. */
function refuseAddress(name: string, address: string | undefined, protocols: readonly string[], example: string): void {
  if (!address || protocols.includes(URL.parse(address)?.protocol ?? '')) return
  throw new Error(`${name} must be an address such as ${example}.`)
}

const listIn = (text = ''): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
