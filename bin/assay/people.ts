import { listRecords } from '../../server/ground/objects/list.ts'
import { listOrgs, type Org } from '../../server/ground/orgs/orgs.ts'
import { settingsOf } from '../../server/ground/orgs/settings.ts'
import { theProgram, type Actor } from '../../server/ground/users/actor.ts'
import { roles } from '../../shared/roles.ts'
import { User } from '../../server/ground/users/user.ts'
import type { StoredRecord } from '../../server/ground/objects/definition.ts'
import type { Filter } from '../../server/ground/objects/filter.ts'
import { reading } from '../../server/platform/transactions.ts'
import type { Database, Tx } from '../../server/platform/tx.ts'
import { WrongUse } from './command.ts'

/** Whoever a command acts as. */
export type Person = Actor & { readonly userId: number }

export const orgOption = { type: 'string', takes: 'NAME', says: 'which company, where there are several' } as const

/** The org a command is about: the only one, or the one named. */
export async function chosenOrg(db: Database, wanted: string | undefined): Promise<Org> {
  const orgs = await listOrgs(db)
  if (orgs.length === 0)
    throw new Error(
      "There is no company here yet. Make one with: npm run assay -- org create --name 'My company'. Or start Assay once with npm start.",
    )
  const names = orgs.map(({ name, schema }) => `'${name}' (${schema})`).join(', ')
  const meant =
    wanted === undefined
      ? orgs
      : orgs.filter(({ name, schema }) => schema === wanted || name.toLowerCase() === wanted.toLowerCase())
  const [org] = meant
  if (org !== undefined && meant.length === 1) return org
  if (wanted !== undefined && meant.length === 0)
    throw new Error(`There is no company '${wanted}' here. There is ${names}.`)
  throw new WrongUse(
    `There are several companies here: ${names}. Say which with --org, by its name or by the word in brackets.`,
  )
}

/** The active user with this user name or e-mail address. */
export async function userNamed(db: Database, org: Org, email: string): Promise<Person> {
  const eq = (field: string): Filter => ({ field, op: 'eq', value: email.trim() })
  const found = await reading(db, org, (tx) => activeUsers(tx, { or: [eq('Username'), eq('Email')] }))
  const [user] = found
  if (user === undefined)
    throw new Error(
      `Nobody active signs in to ${org.name} as '${email}'. Check the spelling; Setup, Users lists everybody.`,
    )
  const exact = found.find(({ Username }) => Username === email.trim().toLowerCase())
  if (exact === undefined && found.length > 1)
    throw new Error(
      `Several users have the e-mail address '${email}'. Give the user name instead: ${found.map(({ Username }) => Username).join(', ')}.`,
    )
  return asPerson(db, org, exact ?? user)
}

/** The administrator who has been here longest. */
export async function firstAdministrator(db: Database, org: Org): Promise<Person> {
  const [user] = await reading(db, org, (tx) => activeUsers(tx, { field: 'Role', op: 'eq', value: 'administrator' }))
  if (user === undefined)
    throw new Error(
      `${org.name} has no administrator yet. Make one with: npm run assay -- user create --email you@company.com --name 'Your Name' --role administrator`,
    )
  return asPerson(db, org, user)
}

async function activeUsers(tx: Tx, filter: Filter): Promise<readonly StoredRecord[]> {
  const { records } = await listRecords(tx, theProgram, User, {
    filter: { and: [filter, { field: 'IsActive', op: 'eq', value: true }] },
    fields: ['Name', 'Role', 'Username'],
    sort: 'Id',
    limit: 5,
  })
  return records
}

async function asPerson(db: Database, org: Org, { Id: userId, Name, Role }: StoredRecord): Promise<Person> {
  const role = roles.find((one) => one === Role)
  if (role === undefined) throw new Error(`The role of ${String(Name)} is not known to this Assay.`)
  const { privateObjects } = await reading(db, org, settingsOf)
  return { userId, name: String(Name), role, privateObjects }
}
