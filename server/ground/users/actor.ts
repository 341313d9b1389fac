import type { Id } from '../../../shared/ids.ts'
import { forbidden, type Refusal } from '../../platform/errors.ts'
import type { Capability, Role } from '../../../shared/roles.ts'
import { actLetters, grantsOf, type Act } from './roles.ts'

/** Who acts. Every verb takes one, and its permissions stand inside every statement that reads or writes records. */
export type Actor = {
  /** Null: the program itself, for what nobody in particular did (a web form, a consumer of events). */
  readonly userId: Id | null
  readonly name: string
  readonly role: Role
  /** What a token's scopes leave of the role; undefined: all of it. */
  readonly scopes?: readonly string[]
  /** Objects whose records only their owners (and who sees everything) may see. */
  readonly privateObjects: readonly string[]
}

/** What an act is on: an object by its name, with what its org granted the roles where it made the object itself. */
export type Permitted = {
  readonly name: string
  /** Letters of `crud` by role: create, read, edit (u), delete. */
  readonly grants?: Readonly<Partial<Record<Role, string>>>
}

/** The program itself: it may do what any administrator may. */
export const theProgram: Actor = { userId: null, name: 'Assay', role: 'administrator', privateObjects: [] }

/** Whether the actor may do this to an object's records. An org's own object is given as its definition, which bears its grants. */
export function may(actor: Actor, act: Act, object: string | Permitted): boolean {
  return scopeAllows(actor, act) && isGranted(actor.role, act, object)
}

/** What a role may do to an object's records, as letters of `crud`. */
export const grantOf = (role: Role, object: Permitted): string =>
  (['create', 'read', 'edit', 'delete'] as const)
    .filter((act) => isGranted(role, act, object))
    .map((act) => actLetters[act])
    .join('')

function isGranted(role: Role, act: Act, object: string | Permitted): boolean {
  const { name, grants } = typeof object === 'string' ? { name: object } : object
  const own = grants?.[role]
  return own === undefined ? grantsOf(role).may(act, name) : own.includes(actLetters[act])
}

export const has = (actor: Actor, capability: Capability): boolean =>
  scopeAllows(actor, scopeOf(capability)) && grantsOf(actor.role).capabilities.includes(capability)

function scopeOf(capability: Capability): Act | 'set_up' {
  if (capability === 'set_up' || capability === 'keep_users') return 'set_up'
  // Carrying records out changes none.
  return capability === 'export' ? 'read' : 'edit'
}

/** For what belongs to the person and to no role, such as their tokens and sessions: a program needs the scope admin. */
export function refuseUnlessInPerson(actor: Actor): void {
  if (actor.scopes !== undefined && !actor.scopes.includes('admin')) throw outOfScope(actor)
}

/** For what everybody who is signed in may do for themselves: a program needs the scope. */
export function refuseUnlessInScope(actor: Actor, act: Act): void {
  if (!scopeAllows(actor, act)) throw outOfScope(actor)
}

const outOfScope = ({ scopes = [] }: Actor): Refusal =>
  forbidden(
    scopes.includes('set_up')
      ? 'An app does not do this in your name. Sign in to Assay with your own password, and do it there.'
      : `This token has the scope ${scopes.map((scope) => `'${scope}'`).join(' and ')}, which is not enough for this. Make one with a wider scope in Setup, or sign in.`,
  )

/** Whether the actor sees (and may change) records of other owners, even of a private object. */
export const seesEverything = (actor: Actor, objectName: string): boolean =>
  !actor.privateObjects.includes(objectName) || grantsOf(actor.role).seesEverything

export function refuseUnlessMay(actor: Actor, act: Act, object: string | Permitted): void {
  if (may(actor, act, object)) return
  const objectName = typeof object === 'string' ? object : object.name
  if (!scopeAllows(actor, act)) throw outOfScope(actor)
  throw forbidden(
    `Your role (${roleName(actor.role)}) may not ${actWords[act]} ${objectName === 'Opportunity' ? 'opportunities' : `${objectName} records`}. Ask an administrator if your work needs it.`,
  )
}

export function refuseUnlessHas(actor: Actor, capability: Capability, toDoWhat: string): void {
  if (has(actor, capability)) return
  if (!scopeAllows(actor, scopeOf(capability))) throw outOfScope(actor)
  throw forbidden(
    `Your role (${roleName(actor.role)}) may not ${toDoWhat}. Ask an administrator if your work needs it.`,
  )
}

export const roleName = (role: Role): string => role.replace('_', '-')

const actWords: Record<Act, string> = { read: 'see', create: 'create', edit: 'change', delete: 'delete' }

/** Scopes of a token: `read`, `write`, `admin`; a connected app's has `set_up`, which is `admin` but for what belongs to the person. A browser session has none, and is bound by its role alone. */
function scopeAllows(actor: Actor, act: Act | 'set_up'): boolean {
  if (actor.scopes === undefined || actor.scopes.includes('admin')) return true
  if (act === 'read') return actor.scopes.includes('read') || actor.scopes.includes('write')
  return actor.scopes.includes(act === 'set_up' ? 'set_up' : 'write')
}
