import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type PaymentRow = { readonly id: number; readonly opportunityId: number; readonly amount: number }

/** What these payments are of and come to, whether or not they are in the recycle bin. */
export const paymentRows = async (tx: Tx, ids: readonly number[]): Promise<Map<number, PaymentRow>> => {
  const rows = await many<PaymentRow>(
    tx,
    sql`
    select id, opportunity_id as "opportunityId", amount::float8 as amount
    from payment
    where id = any(${ids}::bigint[])`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Which of these deals have a payment, and what they are called. */
export const paidAmong = (tx: Tx, ids: readonly number[]): Promise<{ readonly id: number; readonly name: string }[]> =>
  many(
    tx,
    sql`
    select o.id, o.name
    from opportunity o
    where o.id = any(${ids}::bigint[]) and exists (select from payment p where p.opportunity_id = o.id and p.deleted_at is null)
    order by o.id`,
  )

export type Collected = { readonly id: number; readonly collected: number; readonly isDeleted: boolean }

/** What these deals collected so far; until the transaction ends nobody else books a payment to any of them. */
export const lockCollected = async (tx: Tx, ids: readonly number[]): Promise<Map<number, Collected>> => {
  if (ids.length === 0) return new Map()
  const rows = await many<Collected>(
    tx,
    sql`
    select id, collected::float8 as collected, deleted_at is not null as "isDeleted"
    from opportunity
    where id = any(${ids}::bigint[])
    order by id
    for no key update`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Adds to what deals collected. Their version stays: nobody's open form is out of date because of money that came in. */
export const addCollected = (
  tx: Tx,
  differences: readonly { readonly id: number; readonly cents: number }[],
): Promise<number> =>
  run(
    tx,
    sql`
    update opportunity o
    set collected = o.collected + d.cents / 100.0
    from unnest(${differences.map(({ id }) => id)}::bigint[], ${differences.map(({ cents }) => cents)}::bigint[]) as d (id, cents)
    where o.id = d.id`,
  )

export type CollectedCorrection = {
  readonly id: number
  readonly name: string
  readonly was: number
  readonly sum: number
}

const paid = sql`(select coalesce(sum(p.amount), 0) from payment p where p.opportunity_id = o.id and p.deleted_at is null)`

/** Deals whose payments do not come to what was kept, locked, so that nobody books to them until they are corrected. */
export const lockWrong = async (tx: Tx): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select o.id
    from opportunity o
    left join (select opportunity_id, sum(amount) as amount from payment where deleted_at is null group by opportunity_id) p
      on p.opportunity_id = o.id
    where o.deleted_at is null and o.collected <> coalesce(p.amount, 0)
    order by o.id
    for no key update of o`,
  )
  return rows.map(({ id }) => id)
}

/** Adds up the payments of these deals, which are locked, and corrects what was kept. */
export const correctCollected = (tx: Tx, ids: readonly number[]): Promise<CollectedCorrection[]> =>
  many<CollectedCorrection>(
    tx,
    sql`
    with wrong as (
      select o.id, o.name, o.collected as was, ${paid} as sum
      from opportunity o
      where o.id = any(${ids}::bigint[]) and o.deleted_at is null and o.collected <> ${paid}
    ), written as (
      update opportunity o
      set collected = wrong.sum
      from wrong
      where o.id = wrong.id
    )
    select id, name, was::float8 as was, sum::float8 as sum
    from wrong
    order by id`,
  )
