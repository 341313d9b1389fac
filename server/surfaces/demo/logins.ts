import { randomBytes } from 'node:crypto'
import { hashPassword } from '../../ground/users/passwords.ts'
import { roleLabels } from '../../ground/users/user.ts'
import { setPassword } from '../../ground/users/users.ts'
import type { Tx } from '../../platform/tx.ts'
import { everybody, type Cast } from './story/cast.ts'

/** Who can sign in to the demonstration; the password is the same for all, new for each demonstration, and shown once. */
export type Logins = {
  readonly password: string
  readonly people: readonly { readonly name: string; readonly role: string; readonly email: string }[]
}

/** Gives everybody the password; the story's people have none of their own. */
export async function letIn(tx: Tx, cast: Cast): Promise<Logins> {
  const people = everybody(cast)
  const password = newPassword()
  // Each with a hash of their own, so that nobody sees in the table that they are the same.
  const hashes = await Promise.all(people.map(() => hashPassword(password)))
  await Promise.all(people.map(({ userId }, at) => setPassword(tx, cast.administrator, userId, hashes[at] ?? '')))
  return { password, people: people.map(({ name, role, email }) => ({ name, role: roleLabels[role], email })) }
}

/** The logins as a small table for whoever started the program. */
export function tableOf({ password, people }: Logins): string {
  const rows = [{ role: 'Role', name: 'Name', email: 'Sign in as' }, ...people]
  const width = (of: 'role' | 'name'): number => Math.max(...rows.map((row) => row[of].length)) + 2
  const lines = rows.map(
    ({ role, name, email }) => `  ${role.padEnd(width('role'))}${name.padEnd(width('name'))}${email}`,
  )
  return [...lines, '', `  Password of all of them, shown this once: ${password}`, ''].join('\n')
}

// Without letters and digits that are taken for each other.
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Sixteen signs of 31, four by four: easy to type, and not to be guessed. */
const newPassword = (): string =>
  Array.from({ length: 4 }, () =>
    Array.from(randomBytes(4), (byte) => SIGNS.charAt(byte % SIGNS.length)).join(''),
  ).join('-')
