import { sql, cellsOnce, manyOnce, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { fits, isPerson, isPersonWho, type Asking } from './fits.sql.ts'
import type { Ready } from './ready.ts'
import type { Role } from './segment.ts'

/** A lead or contact as a segment shows them. */
export type SegmentPerson = {
  readonly id: number
  readonly name: string
  readonly title: string | null
  readonly company: string | null
  readonly email: string | null
  readonly ownerId: number
  readonly createdAt: Date
}

export type PlaceAmong = { readonly createdAt: Date; readonly id: number }

/** That the lead or contact `t` is to be shown: whoever is a lead and a contact who both fit counts once, as the contact. */
const isShown = (asking: Asking, ready: Ready, role: Role): RawBuilder<unknown> =>
  role === 'Contact'
    ? isPersonWho(asking, ready, role)
    : sql`${isPersonWho(asking, ready, role)} and not exists (
        select from (
          select t.person_id from ${sql.table(asking.definitions.Contact.table)} t where ${isPersonWho(asking, ready, 'Contact')}
        ) known
        where known.person_id = t.person_id)`

/** Those who fit, the newest first: each side in the order of its own index. */
export const peopleWho = (
  tx: Tx,
  asking: Asking,
  ready: Ready,
  after: PlaceAmong | undefined,
  limit: number,
): Promise<SegmentPerson[]> => {
  const side = (role: Role): RawBuilder<unknown> => sql`
    (select t.id, concat_ws(' ', t.first_name, t.last_name) as name, t.title, ${role === 'Lead' ? sql`t.company` : companyOf} as company,
      t.email, t.owner_id as "ownerId", t.created_at as "createdAt"
    from ${sql.table(asking.definitions[role].table)} t
    where ${isShown(asking, ready, role)}
      and ${after === undefined ? sql`true` : sql`(t.created_at, t.id) < (${after.createdAt}::timestamptz, ${after.id}::bigint)`}
    order by t.created_at desc, t.id desc
    limit ${sql.lit(limit)})`
  return manyOnce<SegmentPerson>(
    tx,
    sql`${side('Lead')} union all ${side('Contact')} order by "createdAt" desc, id desc limit ${sql.lit(limit)}`,
  )
}

const companyOf = sql`(select a.name from account a where a.id = t.account_id and a.deleted_at is null)`

export type HowMany = { readonly leads: number; readonly contacts: number }

/** How many fit, exactly, each person once. */
export const countWho = async (tx: Tx, asking: Asking, ready: Ready): Promise<HowMany> => {
  const side = (role: Role): RawBuilder<unknown> => sql`
    (select count(*) from ${sql.table(asking.definitions[role].table)} t where ${isShown(asking, ready, role)})`
  const [row] = await manyOnce<HowMany>(tx, sql`select ${side('Lead')} as leads, ${side('Contact')} as contacts`)
  if (row === undefined) throw new Error('A count is always one row.')
  return row
}

/** Of one lead or contact, whether each of these holds; undefined when they are no person of segments within reach. */
export const whichHold = async (
  tx: Tx,
  asking: Asking,
  role: Role,
  id: number,
  conditions: readonly Ready[],
): Promise<readonly boolean[] | undefined> => {
  const answers = conditions.map((one) => sql`(${fits(asking, one, role)}) is true`)
  const [row] = await cellsOnce<boolean>(
    tx,
    sql`
    select ${sql.join([sql`true`, ...answers])}
    from ${sql.table(asking.definitions[role].table)} t
    where t.id = ${id} and ${isPerson(asking, role)}`,
  )
  return row?.slice(1)
}
