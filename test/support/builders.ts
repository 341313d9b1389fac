import '../../server/ground/users/user.ts'
import '../../server/ground/users/group.ts'
import { encodeId, idOf } from '../../shared/ids.ts'
import { drawId } from '../../server/ground/objects/ids.ts'
import type { Actor } from '../../server/ground/users/actor.ts'
import type { Role } from '../../shared/roles.ts'
import { run, sql } from '../../server/platform/sql.ts'
import type { Tx } from '../../server/platform/tx.ts'
import { createLeads } from '../../server/records/leads/leads.ts'
import { seedLeadStatuses } from '../../server/records/leads/statuses.ts'
import { openAccounts } from '../../server/records/accounts/accounts.ts'
import { createCampaigns } from '../../server/records/campaigns/campaigns.ts'
import { createContacts } from '../../server/records/contacts/contacts.ts'
import { openOpportunities } from '../../server/records/opportunities/opportunities.ts'
import { seedStages } from '../../server/records/opportunities/stages.ts'
import type { Saved } from '../../server/ground/objects/save.ts'

/** Builds only what a story needs. */

/** Somebody who works here, in a role. */
export async function someone(
  tx: Tx,
  role: Role = 'administrator',
  name: string = role,
): Promise<Actor & { readonly userId: number }> {
  const userId = await drawId(tx, 'User')
  await run(
    tx,
    sql`
    insert into app_user (id, username, email, last_name, role, created_at, last_modified_at)
    values (${userId}, ${`${name}-${userId}@assay.test`}, ${`${name}-${userId}@assay.test`}, ${name}, ${role}, ${tx.now}, ${tx.now})`,
  )
  return { userId, name, role, privateObjects: [] }
}

/** An org with its standard statuses and an administrator. */
export async function anOrg(tx: Tx): Promise<{ readonly admin: Actor & { readonly userId: number } }> {
  await seedLeadStatuses(tx)
  await seedStages(tx)
  return { admin: await someone(tx) }
}

type Fields = Readonly<Record<string, unknown>>

const theOne = ([saved]: readonly Saved[]): number => {
  if (saved?.id === undefined || saved.refusal !== undefined)
    throw saved?.refusal ?? new Error('The record was not made.')
  return saved.id
}

export const aLead = async (tx: Tx, actor: Actor, fields: Fields = {}): Promise<number> =>
  theOne(await createLeads(tx, actor, [{ LastName: 'Okafor', Company: 'Nordwind GmbH', ...fields }]))

export const anAccount = async (tx: Tx, actor: Actor, fields: Fields = {}): Promise<number> =>
  theOne(await openAccounts(tx, actor, [{ Name: 'Fjord AB', ...fields }]))

/** A contact at an account of its own, unless one is named. */
export const aContact = async (tx: Tx, actor: Actor, fields: Fields = {}): Promise<number> =>
  theOne(
    await createContacts(tx, actor, [
      { LastName: 'Lind', AccountId: fields.AccountId ?? encodeId(await anAccount(tx, actor)), ...fields },
    ]),
  )

/** An open opportunity at an account of its own, unless one is named. */
export const anOpportunity = async (tx: Tx, actor: Actor, fields: Fields = {}): Promise<number> =>
  theOne(
    await openOpportunities(tx, actor, [
      {
        Name: 'Fjord AB: pumps',
        AccountId: fields.AccountId ?? encodeId(await anAccount(tx, actor)),
        StageName: 'Prospecting',
        CloseDate: '2027-03-31',
        Amount: 12_000,
        ...fields,
      },
    ]),
  )

export const aCampaign = async (tx: Tx, actor: Actor, fields: Fields = {}): Promise<number> =>
  theOne(await createCampaigns(tx, actor, [{ Name: 'Spring fair', Type: 'Trade Show', IsActive: true, ...fields }]))

export const noSuchId = (objectName: Parameters<typeof idOf>[0]): number => idOf(objectName, 2 ** 40)
