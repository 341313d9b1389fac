import type { Role } from '../../../shared/roles.ts'
import { Refusal } from '../../platform/errors.ts'
import { reading } from '../../platform/transactions.ts'
import type { Database, Tx } from '../../platform/tx.ts'
import { listOrgs, orgOfUsername, type Org } from '../orgs/orgs.ts'
import { countAttempt, forgetAttempts } from './attempts.ts'
import { hashPassword, isPassword, needsRehash } from './passwords.ts'
import { credentialsOfEmail, credentialsOfUsername, type Credentials } from './users.sql.ts'

/** Who proved who they are, and where they belong. */
export type ProvenUser = {
  readonly org: Org
  readonly userId: number
  readonly role: Role
  /** The password kept at today's cost, when it was kept at another; for `noteSignIn`. */
  readonly rehashed: string | undefined
  /** The code that stood behind the password, where one may stand there. */
  readonly code: string | undefined
}

export type Proof = {
  readonly username: string
  readonly password: string
  readonly address?: string
  /** Hears of a refusal of somebody we know. Nobody waits for it: how long the answer takes would tell that there is such a user. */
  readonly onRefusal?: (org: Org, userId: number, because: 'wrong_password' | 'inactive') => void
  /**
   * Tools of the field write a security token behind the password; here it means nothing, and is left out. The six digits of an
   * authenticator app may stand there, too.
   */
  readonly mayBearMore?: boolean
}

/**
 * Finds out whose user name (or e-mail address) and password these are. It takes 30 ms, so no transaction waits for it.
 * Refusals: `wrong_password` 401, which does not say which of both was wrong; `too_many_attempts` 429.
 */
export async function proveUser(
  db: Database,
  { username, password, address = '', mayBearMore = false, onRefusal }: Proof,
): Promise<ProvenUser> {
  const attempt = { account: username, address }
  countAttempt(attempt)
  const { org, credentials } = await findCredentials(db, username.trim().toLowerCase())
  const candidates = mayBearMore ? [password, ...withoutSecurityToken(password), ...withoutCode(password)] : [password]
  const right = await rightOne(credentials?.passwordHash, candidates)
  if (right === undefined || org === undefined || credentials === undefined || !credentials.isActive) {
    if (org !== undefined && credentials !== undefined)
      onRefusal?.(org, credentials.userId, right === undefined ? 'wrong_password' : 'inactive')
    throw wrongPassword()
  }
  forgetAttempts(attempt)
  const { userId, role, passwordHash } = credentials
  const rehashed = passwordHash !== null && needsRehash(passwordHash) ? await hashPassword(right) : undefined
  const code = withoutCode(password).includes(right) ? password.slice(right.length) : undefined
  return { org, userId, role, rehashed, code }
}

/** The active user of this name, or alone of this address, in the transaction's org; undefined when there is none. */
export async function findActiveUser(tx: Tx, username: string): Promise<number | undefined> {
  const name = username.trim().toLowerCase()
  if (name.includes('\u0000')) return undefined
  const found = (await credentialsOfUsername(tx, name)) ?? (await credentialsOfEmail(tx, name))
  return found?.isActive === true ? found.userId : undefined
}

/** The active user of this name, or alone of this address, whatever org they are in; undefined when there is none. */
export async function findUserAnywhere(
  db: Database,
  username: string,
): Promise<{ readonly org: Org; readonly userId: number } | undefined> {
  const { org, credentials } = await findCredentials(db, username.trim().toLowerCase())
  return org === undefined || credentials?.isActive !== true ? undefined : { org, userId: credentials.userId }
}

type Found = { readonly org?: Org; readonly credentials?: Credentials }

async function findCredentials(db: Database, username: string): Promise<Found> {
  if (username.includes('\u0000')) return {}
  const org = await orgOfUsername(db, username)
  if (org !== undefined)
    return { org, credentials: await reading(db, org, (tx) => credentialsOfUsername(tx, username)) }
  // Where there is one org, as nearly everywhere, the e-mail address is enough.
  const [only, another] = await listOrgs(db)
  if (only === undefined || another !== undefined) return {}
  return { org: only, credentials: await reading(db, only, (tx) => credentialsOfEmail(tx, username)) }
}

async function rightOne(kept: string | null | undefined, candidates: readonly string[]): Promise<string | undefined> {
  for (const candidate of candidates) if (await isPassword(kept, candidate)) return candidate
  return undefined
}

const TOKEN_LENGTHS = [24, 25]

/** What stands before something that looks like a security token. */
const withoutSecurityToken = (password: string): readonly string[] =>
  TOKEN_LENGTHS.filter((length) => password.length > length && /^[A-Za-z0-9]+$/.test(password.slice(-length))).map(
    (length) => password.slice(0, -length),
  )

/** What stands before six digits that may be the code of an authenticator app. */
const withoutCode = (password: string): readonly string[] => (/.\d{6}$/s.test(password) ? [password.slice(0, -6)] : [])

export const wrongPassword = (): Refusal =>
  new Refusal(
    'wrong_password',
    'The user name or the password is wrong. Check both. Whoever forgot the password chooses a new one by mail, or by a link from an administrator.',
    {
      kind: 'unauthenticated',
    },
  )
