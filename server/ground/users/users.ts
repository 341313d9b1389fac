import { notFound, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { encodeId } from '../../../shared/ids.ts'
import { isTimeZone } from '../../../shared/relativeFilter.ts'
import { deleteUsernames, insertUsernames, takenUsernames } from '../orgs/orgs.ts'
import type { FieldValues, StoredRecord } from '../objects/definition.ts'
import type { ChangeDraft, Door } from '../objects/door.ts'
import type { Draft } from '../objects/drafts.ts'
import { insertHistory } from '../objects/history.ts'
import { forgetLeftUsers } from '../objects/ownerCheck.ts'
import { changeRecords, createRecords } from '../objects/objects.ts'
import type { Row, Saved } from '../objects/save.ts'
import { refuseUnlessHas, type Actor } from './actor.ts'
import { forgetCallers } from './callers.ts'
import { closeSessionsOf } from './sessions.ts'
import { endGrantsOf } from '../oauth/accessTokens.ts'
import { understoodUser, type UnderstoodUser } from './understood.ts'
import { ownFields, User } from './user.ts'
import { noteSignIn, otherAdministrators, setActive, storePassword } from './users.sql.ts'

export { chosenTimeZone, hasUsers } from './users.sql.ts'

/**
 * Creates users. The user name is the e-mail address unless given, and is taken in all orgs together.
 * They cannot sign in before they accept an invitation (`inviteUsers`) or `setPassword` is called.
 */
export async function createUsers(tx: Tx, actor: Actor, drafts: readonly Draft[]): Promise<Saved[]> {
  refuseUnlessHas(actor, 'keep_users', 'create users')
  const understood = drafts.map(understoodUser)
  const named = understood.map(({ draft }) => withUsername(draft))
  const taken = await takenUsernames(
    tx,
    named.flatMap(({ Username }) => (typeof Username === 'string' ? [Username] : [])),
  )
  const mine: string[] = []
  const saved = await createRecords(tx, actor, User, named, (values) => {
    const refusal = unfitRefusal(values) ?? takenRefusal(values, taken)
    if (refusal !== undefined) return refusal
    taken.add(String(values.Username))
    mine.push(String(values.Username))
    return { values } satisfies Row
  })
  await insertUsernames(tx, mine)
  announce(tx, {
    type: 'user.created',
    recordIds: saved.flatMap(({ id, refusal }) => (id === undefined || refusal !== undefined ? [] : [id])),
    actorId: actor.userId,
  })
  await switchAsSaid(tx, actor, saved, understood)
  return saved
}

/** Changes users; whoever does not keep users may change only themselves, and only their own details. */
export async function updateUsers(tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> {
  if (!isOwnChange(actor, changes))
    refuseUnlessHas(actor, 'keep_users', 'change other users, their access or their e-mail address')
  const understood = changes.map(({ draft }) => understoodUser(draft))
  const wanted = changes.map(({ id, ifVersion, draft }, at) => ({
    id,
    ifVersion,
    draft: withSmallUsername(understood[at]?.draft ?? draft),
  }))
  const taken = await takenUsernames(
    tx,
    wanted.flatMap(({ draft: { Username } }) => (typeof Username === 'string' ? [Username] : [])),
  )
  // Names come in any letter case: `role` is Role.
  const demoted = wanted
    .filter(({ draft }) => (valueNamed(draft, 'Role') ?? 'administrator') !== 'administrator')
    .map(({ id }) => id)
  const left = demoted.length > 0 ? await otherAdministrators(tx, demoted) : 1
  const renamed: { readonly from: string; readonly to: string }[] = []
  // The check above is the permission; below it the change is the program's own.
  const writer: Actor = { ...actor, role: 'administrator', scopes: undefined }
  const saved = await changeRecords(tx, writer, User, wanted, (before, values) => {
    const refusal = changeRefusal(before, values, taken, left)
    if (refusal !== undefined) return refusal
    if (typeof values.Username === 'string' && values.Username !== before.Username)
      renamed.push({ from: String(before.Username), to: values.Username })
    return { values }
  })
  await deleteUsernames(
    tx,
    renamed.map(({ from }) => from),
  )
  await insertUsernames(
    tx,
    renamed.map(({ to }) => to),
  )
  tx.afterCommit.push(forgetCallers)
  announce(tx, {
    type: 'user.changed',
    recordIds: saved.flatMap(({ id, refusal }) => (id === undefined || refusal !== undefined ? [] : [id])),
    actorId: actor.userId,
  })
  await switchAsSaid(tx, actor, saved, understood)
  return saved
}

/** Activates and deactivates those that were saved and said to be so. */
async function switchAsSaid(
  tx: Tx,
  actor: Actor,
  saved: readonly Saved[],
  said: readonly UnderstoodUser[],
): Promise<void> {
  const those = (active: boolean): number[] =>
    saved.flatMap(({ id, refusal }, at) =>
      id === undefined || refusal !== undefined || said[at]?.isActive !== active ? [] : [id],
    )
  const [leaving, staying] = [those(false), those(true)]
  if (leaving.length > 0) await deactivateUsers(tx, actor, leaving)
  if (staying.length > 0) await activateUsers(tx, actor, staying)
}

/** Users who leave: they can no longer sign in, their sessions and tokens end, and what they did keeps their name. */
export async function deactivateUsers(tx: Tx, actor: Actor, userIds: readonly number[]): Promise<void> {
  refuseUnlessHas(actor, 'keep_users', 'deactivate users')
  if (actor.userId !== null && userIds.includes(actor.userId))
    throw new Refusal('own_user', 'You cannot deactivate yourself. Ask another administrator.')
  if ((await otherAdministrators(tx, userIds)) === 0) throw lastAdministrator()
  await switchUsers(tx, actor, userIds, false)
  await closeSessionsOf(tx, userIds)
  await endGrantsOf(tx, userIds)
}

export async function activateUsers(tx: Tx, actor: Actor, userIds: readonly number[]): Promise<void> {
  refuseUnlessHas(actor, 'keep_users', 'activate users')
  await switchUsers(tx, actor, userIds, true)
}

/** Gives a user a password somebody chose for them, in the form `hashPassword` makes: hashing takes longer than a transaction should wait. */
export async function setPassword(tx: Tx, actor: Actor, userId: number, passwordHash: string): Promise<void> {
  refuseUnlessHas(actor, 'keep_users', 'set the password of a user')
  if ((await storePassword(tx, userId, passwordHash)) === 0) throw noSuchUser(userId)
}

/** Notes that a user signed in, with the password kept at today's cost when it was not (`proveUser`). */
export const noteSignInOf = (tx: Tx, userId: number, rehashed: string | undefined): Promise<unknown> =>
  noteSignIn(tx, userId, rehashed)

async function switchUsers(tx: Tx, actor: Actor, userIds: readonly number[], active: boolean): Promise<void> {
  const switched = await setActive(tx, userIds, active, actor.userId)
  await insertHistory(
    tx,
    actor,
    switched.map((recordId) => ({ recordId, field: 'IsActive', oldValue: String(!active), newValue: String(active) })),
  )
  announce(tx, { type: active ? 'user.activated' : 'user.deactivated', recordIds: switched, actorId: actor.userId })
  tx.afterCommit.push(forgetCallers, forgetLeftUsers)
}

async function refuseRemoval(_tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  refuseUnlessHas(actor, 'keep_users', 'change users')
  return ids.map((id) => ({
    id,
    refusal: new Refusal(
      'users_stay',
      'A user is never deleted, so that what they did keeps their name. Deactivate the user instead.',
      {
        rule: 'Users are deactivated, not deleted.',
        way: { label: 'Deactivate', action: 'deactivate' },
      },
    ),
  }))
}

export const userDoor: Door = {
  definition: User,
  create: createUsers,
  update: updateUsers,
  remove: refuseRemoval,
  never: ['remove'],
}

const isOwnChange = (actor: Actor, changes: readonly ChangeDraft[]): boolean =>
  (actor.scopes === undefined || actor.scopes.includes('write') || actor.scopes.includes('admin')) &&
  changes.every(
    ({ id, draft }) =>
      id === actor.userId &&
      Object.keys(draft).every((name) => name.toLowerCase() === 'id' || ownFields.includes(name)),
  )

function withUsername(draft: Draft): Draft {
  const given = valueNamed(draft, 'Username') ?? valueNamed(draft, 'Email')
  return withSmallUsername(typeof given === 'string' ? { ...draft, Username: given } : draft)
}

/** User names are kept in small letters: nobody signs in as Ada and as ada. */
function withSmallUsername(draft: Draft): Draft {
  const given = valueNamed(draft, 'Username')
  const rest = Object.fromEntries(Object.entries(draft).filter(([name]) => name.toLowerCase() !== 'username'))
  return given === undefined
    ? draft
    : { ...rest, Username: typeof given === 'string' ? given.trim().toLowerCase() : given }
}

const valueNamed = (draft: Draft, name: string): unknown =>
  Object.entries(draft).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]

function changeRefusal(
  before: StoredRecord,
  values: FieldValues,
  taken: ReadonlySet<string>,
  administratorsLeft: number,
): Refusal | undefined {
  if (values.Username === null)
    return new Refusal('required_field_missing', 'User name is missing. Every user needs one.', { field: 'Username' })
  if (
    before.Role === 'administrator' &&
    before.IsActive !== false &&
    values.Role !== undefined &&
    values.Role !== 'administrator' &&
    administratorsLeft === 0
  )
    return lastAdministrator()
  if (values.ManagerId === before.Id)
    return new Refusal('own_manager', 'Nobody is their own manager. Choose somebody else, or leave it blank.', {
      field: 'ManagerId',
    })
  return unfitRefusal(values) ?? (values.Username === before.Username ? undefined : takenRefusal(values, taken))
}

function unfitRefusal({
  TimeZoneSidKey: zone,
  LocaleSidKey: locale,
  Username: username,
}: FieldValues): Refusal | undefined {
  if (typeof username === 'string' && !/^[^\s!<>]+$/.test(username)) {
    return new Refusal('invalid_value', 'User name must be without blanks, such as name@company.com.', {
      field: 'Username',
      value: username,
    })
  }
  if (typeof zone === 'string' && !isTimeZone(zone))
    return new Refusal('invalid_value', 'Time zone must be a name such as Europe/Berlin.', {
      field: 'TimeZoneSidKey',
      value: zone,
    })
  if (typeof locale === 'string' && !isLocale(locale))
    return new Refusal('invalid_value', 'Language and region must be such as en or de_DE.', {
      field: 'LocaleSidKey',
      value: locale,
    })
  return undefined
}

const takenRefusal = ({ Username: username }: FieldValues, taken: ReadonlySet<string>): Refusal | undefined =>
  typeof username === 'string' && taken.has(username)
    ? new Refusal(
        'duplicate_value',
        `Somebody signs in as '${username}' already. Give another user name; the e-mail address may stay.`,
        {
          kind: 'conflict',
          field: 'Username',
          value: username,
          rule: 'A user name belongs to one user.',
        },
      )
    : undefined

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale.replaceAll('_', '-')).length === 1
  } catch {
    return false
  }
}

const lastAdministrator = (): Refusal =>
  new Refusal(
    'last_administrator',
    'This is the last active administrator. Make somebody else an administrator first, or nobody can set anything up.',
    {
      rule: 'An org always has an active administrator.',
    },
  )

/** The id of a user of this org, or a refusal. */
export const noSuchUser = (id: number): Refusal => notFound('user', encodeId(id))
