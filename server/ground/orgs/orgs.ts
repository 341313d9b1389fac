import { idOf } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import { reading } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import {
  deleteOrg,
  highestOrgId,
  insertOrg,
  lockOrgs,
  orgOfUsernameRow,
  orgRow,
  orgRows,
  renameOrg as renameOrgRow,
  type Org,
} from './orgs.sql.ts'

export {
  deleteUsernames,
  insertUsernames,
  replaceFirstRun,
  takeFirstRun,
  takenUsernames,
  usernamesOf,
} from './orgs.sql.ts'
export type { Org }

/** What stands above all orgs is reached like an org of its own. */
export const thePlatform: OrgRef = { id: 0, schema: 'platform' }

/** The id the next org gets. */
export const nextOrgId = (db: Database): Promise<number> =>
  reading(db, thePlatform, async (tx) => ((await highestOrgId(tx)) ?? idOf('Organization', 0)) + 1)

/** Puts an org whose tables are there into the list of orgs. Two at once wait for each other, and one is refused. */
export async function enlistOrg(tx: Tx, org: Org): Promise<void> {
  await lockOrgs(tx)
  await insertOrg(tx, org)
}

/** Takes an org out of the list, with its user names; its tables are not touched. */
export const delistOrg = (tx: Tx, org: Org): Promise<unknown> => deleteOrg(tx, org.id)

export const listOrgs = (db: Database): Promise<Org[]> => reading(db, thePlatform, orgRows)

/** Orgs never change but for their name, so what was found once is remembered. */
const known = new WeakMap<Database, Map<number, Org>>()

export async function orgById(db: Database, id: number): Promise<Org | undefined> {
  const mine = known.get(db) ?? new Map<number, Org>()
  known.set(db, mine)
  const remembered = mine.get(id)
  if (remembered !== undefined) return remembered
  const org = await reading(db, thePlatform, (tx) => orgRow(tx, id))
  if (org !== undefined) mine.set(id, org)
  return org
}

export const orgOfUsername = (db: Database, username: string): Promise<Org | undefined> =>
  reading(db, thePlatform, (tx) => orgOfUsernameRow(tx, username.toLowerCase()))

/** The org a transaction works in, with its name as it is now. */
export async function orgOf(tx: Tx): Promise<Org> {
  const org = await orgRow(tx, tx.org.id)
  if (org === undefined) throw new Error(`The org ${tx.org.schema} is not in the list of orgs.`)
  return org
}

export async function renameOrg(tx: Tx, name: string): Promise<void> {
  refuseUnfitName(name)
  await renameOrgRow(tx, tx.org.id, name)
}

/** The rule for the name of a company. */
export function refuseUnfitName(name: string): void {
  if (name.trim() !== '' && name.length <= 80) return
  throw new Refusal('invalid_value', 'The name of a company has 1 to 80 characters.', {
    field: 'Name',
    rule: 'The name has 1 to 80 characters.',
  })
}
