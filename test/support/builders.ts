import { idOf } from '../../shared/ids.ts'
import { drawId } from '../../server/ground/objects/ids.ts'
import type { Actor } from '../../server/ground/users/actor.ts'
import type { Role } from '../../server/ground/users/roles.ts'
import { run, sql } from '../../server/platform/sql.ts'
import type { Tx } from '../../server/platform/tx.ts'
import { createLeads } from '../../server/records/leads/leads.ts'
import { seedLeadStatuses } from '../../server/records/leads/statuses.ts'

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
  return { admin: await someone(tx) }
}

export async function aLead(tx: Tx, actor: Actor, fields: Readonly<Record<string, unknown>> = {}): Promise<number> {
  const [saved] = await createLeads(tx, actor, [{ LastName: 'Okafor', Company: 'Nordwind GmbH', ...fields }])
  if (saved?.id === undefined) throw saved?.refusal ?? new Error('The lead was not made.')
  return saved.id
}

export const noSuchId = (objectName: Parameters<typeof idOf>[0]): number => idOf(objectName, 2 ** 40)
