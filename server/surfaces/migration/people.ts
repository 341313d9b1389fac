import { createUsers, deactivateUsers } from '../../ground/users/users.ts'
import { theProgram } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { copiedAmong, keepCopied, keepProgress, lockedProgress, ourUsers } from './copies.sql.ts'
import type { TheirRow } from './reading.ts'
import { textIn } from './source.ts'

export const USER_FIELDS = [
  'Id',
  'Username',
  'Email',
  'FirstName',
  'LastName',
  'Title',
  'Department',
  'Phone',
  'IsActive',
]

export type People = {
  /** Ours, by the ids of theirs. */
  readonly known: ReadonlyMap<string, number>
  /** Who works there and not here. */
  readonly strangers: readonly TheirRow[]
}

/** Finds theirs among ours by user name, else by e-mail address. */
export async function matchedUsers(tx: Tx, sourceId: string, theirs: readonly TheirRow[]): Promise<People> {
  const ours = await ourUsers(tx)
  const byUsername = new Map(ours.map(({ username, id }) => [username, id]))
  const byEmail = new Map(ours.toReversed().map(({ email, id }) => [email, id]))
  const known = await copiedAmong(
    tx,
    sourceId,
    theirs.map(({ Id: id }) => textIn(id)),
  )
  for (const user of theirs) {
    const id = byUsername.get(textIn(user.Username).toLowerCase()) ?? byEmail.get(textIn(user.Email).toLowerCase())
    if (id !== undefined && !known.has(textIn(user.Id))) known.set(textIn(user.Id), id)
  }
  return { known, strangers: theirs.filter(({ Id: id }) => !known.has(textIn(id))) }
}

/** Gives everybody who owns something there a user here; who is new cannot sign in before an administrator lets them. */
export async function copyUsers(tx: Tx, sourceId: string, theirs: readonly TheirRow[]): Promise<void> {
  const progress = await lockedProgress(tx, sourceId, 'User')
  const { known, strangers } = await matchedUsers(tx, sourceId, theirs)
  const made = await createUsers(tx, theProgram, strangers.map(placeholderOf))
  const copied = [...known].map(([theirId, recordId]) => ({ theirId, recordId }))
  made.forEach(({ id, refusal }, at) => {
    if (id !== undefined && refusal === undefined) copied.push({ theirId: textIn(strangers[at]?.Id), recordId: id })
  })
  const placeholders = made.flatMap(({ id, refusal }) => (id === undefined || refusal !== undefined ? [] : [id]))
  if (placeholders.length > 0) await deactivateUsers(tx, theProgram, placeholders)
  await keepCopied(tx, sourceId, 'User', copied)
  const refused = made.length - placeholders.length
  const notes: Readonly<Record<string, number>> = refused === 0 ? {} : { 'could not become users here': refused }
  await keepProgress(tx, sourceId, { ...progress, isRead: true, read: theirs.length, kept: copied.length, notes })
}

const placeholderOf = (user: TheirRow): Record<string, unknown> => {
  const username = textIn(user.Username)
  return {
    FirstName: textIn(user.FirstName).slice(0, 40) || null,
    LastName: textIn(user.LastName).slice(0, 80) || username,
    Username: username,
    Email: textIn(user.Email) || `${username}.invalid`,
    Title: textIn(user.Title) || null,
    Department: textIn(user.Department) || null,
    Role: 'read_only',
  }
}
