import { theProgram, type Actor } from '../../../ground/users/actor.ts'
import { addMembers, createGroups } from '../../../ground/users/groups.ts'
import type { Role } from '../../../../shared/roles.ts'
import { createUsers } from '../../../ground/users/users.ts'
import { changeSettings } from '../../../ground/orgs/settings.ts'
import { renameOrg } from '../../../ground/orgs/orgs.ts'
import type { Tx } from '../../../platform/tx.ts'
import { idsOf } from './saved.ts'

/** Somebody who works here, and how well. */
export type Colleague = Actor & {
  readonly userId: number
  readonly email: string
  /** A vetter: how often what they wrote down is true. A salesperson: how much more often than others they win. */
  readonly skill: number
  /** A vetter: how many new leads are called the day they come. */
  readonly calledAtOnce: number
}

export type Cast = {
  readonly administrator: Colleague
  readonly marketing: Colleague
  readonly events: Colleague
  readonly vetters: readonly Colleague[]
  readonly sellers: readonly Colleague[]
  readonly manager: Colleague
  readonly auditor: Colleague
  /** Owns leads until a vetter takes them. */
  readonly leadDesk: number
  readonly fairDesk: number
}

const COMPANY = 'Kestrelmoor Instruments'
const DOMAIN = 'kestrelmoor.example'

type Part = {
  readonly first: string
  readonly last: string
  readonly role: Role
  readonly title: string
  readonly skill?: number
  readonly calledAtOnce?: number
}

const parts = {
  administrator: [{ first: 'Ingrid', last: 'Vaasala', role: 'administrator', title: 'Operations' }],
  marketing: [{ first: 'Leonie', last: 'Brackmann', role: 'marketing', title: 'Head of Marketing' }],
  events: [{ first: 'Ruairi', last: 'Penhallow', role: 'marketing', title: 'Events and Content' }],
  vetters: [
    {
      first: 'Amara',
      last: 'Odufuwa',
      role: 'vetter',
      title: 'Senior Lead Qualifier',
      skill: 0.988,
      calledAtOnce: 0.96,
    },
    { first: 'Jonas', last: 'Kettlewell', role: 'vetter', title: 'Lead Qualifier', skill: 0.972, calledAtOnce: 0.88 },
    { first: 'Sofia', last: 'Lindqvister', role: 'vetter', title: 'Lead Qualifier', skill: 0.955, calledAtOnce: 0.76 },
    {
      first: 'Declan',
      last: 'Fernihough',
      role: 'vetter',
      title: 'Junior Lead Qualifier',
      skill: 0.915,
      calledAtOnce: 0.6,
    },
  ],
  sellers: [
    { first: 'Mateusz', last: 'Zawilak', role: 'sales', title: 'Account Executive, Central Europe', skill: 1.2 },
    { first: 'Hannah', last: 'Osterloh', role: 'sales', title: 'Account Executive, DACH', skill: 1.1 },
    { first: 'Priya', last: 'Raghunathan', role: 'sales', title: 'Account Executive, UK and Asia', skill: 1 },
    { first: 'Luc', last: 'Desforges', role: 'sales', title: 'Account Executive, South', skill: 0.95 },
    { first: 'Nora', last: 'Hallingby', role: 'sales', title: 'Account Executive, North and America', skill: 0.8 },
  ],
  manager: [{ first: 'Viktor', last: 'Aldenrath', role: 'manager', title: 'Head of Sales' }],
  auditor: [{ first: 'Pia', last: 'Solheimer', role: 'read_only', title: 'Controller' }],
} as const satisfies Record<string, readonly Part[]>

/** Hires everybody, sets up the queues, and names the company. */
export async function gatherCast(tx: Tx): Promise<Cast> {
  const [administrator] = await hire(tx, theProgram, parts.administrator)
  const others = await hire(tx, theOne(administrator), [
    ...parts.marketing,
    ...parts.events,
    ...parts.vetters,
    ...parts.sellers,
    ...parts.manager,
    ...parts.auditor,
  ])
  const admin = theOne(administrator)
  await renameOrg(tx, COMPANY)
  await changeSettings(tx, admin, { currency: 'EUR', country: 'DE' })
  const [leadDesk = 0, fairDesk = 0] = idsOf(
    await createGroups(tx, admin, [
      { Name: 'Lead desk', Email: `leads@${DOMAIN}` },
      { Name: 'Fair follow-up', Email: `fairs@${DOMAIN}` },
    ]),
  )
  const vetters = others.slice(2, 6)
  const readers = vetters.map(({ userId }) => userId)
  await addMembers(tx, admin, leadDesk, readers)
  await addMembers(tx, admin, fairDesk, [...readers.slice(0, 2), theOne(others[1]).userId])
  return {
    administrator: admin,
    marketing: theOne(others[0]),
    events: theOne(others[1]),
    vetters,
    sellers: others.slice(6, 11),
    manager: theOne(others[11]),
    auditor: theOne(others[12]),
    leadDesk,
    fairDesk,
  }
}

/** Everybody, in the order they are shown in. */
export const everybody = ({
  administrator,
  marketing,
  events,
  vetters,
  sellers,
  manager,
  auditor,
}: Cast): readonly Colleague[] => [administrator, manager, marketing, events, ...vetters, ...sellers, auditor]

async function hire(tx: Tx, actor: Actor, hired: readonly Part[]): Promise<Colleague[]> {
  const drafts = hired.map(({ first, last, role, title }) => ({
    FirstName: first,
    LastName: last,
    Email: addressOf(first, last),
    Role: role,
    Title: title,
  }))
  const ids = idsOf(await createUsers(tx, actor, drafts))
  return hired.map(({ first, last, role, skill = 1, calledAtOnce = 1 }, at) => ({
    userId: ids[at] ?? 0,
    name: `${first} ${last}`,
    role,
    privateObjects: [],
    email: addressOf(first, last),
    skill,
    calledAtOnce,
  }))
}

const addressOf = (first: string, last: string): string => `${first}.${last}@${DOMAIN}`.toLowerCase()

function theOne(colleague: Colleague | undefined): Colleague {
  if (colleague === undefined) throw new Error('Somebody of the cast is missing.')
  return colleague
}
