import { run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Heir } from './moving.sql.ts'

/** What was decided about those a record comes from, said of the record: each pair with one of them, or with two, replaced. */
const saidOfHeirs = (heirs: readonly Heir[]) => {
  const from = heirs.map((heir) => heir.from)
  return sql`
    heir as (
      select * from unnest(${from}::bigint[], ${heirs.map(({ to }) => to)}::bigint[]) as heir ("from", "to")
    ), said as (
      select least(pair.one, pair.two) as left_id, greatest(pair.one, pair.two) as right_id, v.verdict, v.decided_at, v.decided_by_id
      from duplicate_verdict v
      left join heir l on l."from" = v.left_id
      left join heir r on r."from" = v.right_id
      cross join lateral (values (l."to", v.right_id), (v.left_id, r."to"), (l."to", r."to")) as pair (one, two)
      where (v.left_id = any(${from}::bigint[]) or v.right_id = any(${from}::bigint[]))
        and pair.one is not null and pair.two is not null and pair.one <> pair.two
    )`
}

/** What was decided about leads holds for the contacts they become too, unless it was decided on already. */
export const carryVerdicts = (tx: Tx, heirs: readonly Heir[]): Promise<number> =>
  run(
    tx,
    sql`
    with ${saidOfHeirs(heirs)}
    insert into duplicate_verdict (left_id, right_id, verdict, decided_at, decided_by_id)
    select distinct on (left_id, right_id) left_id, right_id, verdict, decided_at, decided_by_id
    from said
    order by left_id, right_id, decided_at desc
    on conflict do nothing`,
  )

/** Takes back what contacts have from these leads: what somebody decided about them at another moment stays. */
export const takeVerdictsBack = (tx: Tx, heirs: readonly Heir[]): Promise<number> =>
  run(
    tx,
    sql`
    with ${saidOfHeirs(heirs)}
    delete from duplicate_verdict v
    using said
    where v.left_id = said.left_id and v.right_id = said.right_id
      and v.decided_at = said.decided_at and v.decided_by_id is not distinct from said.decided_by_id`,
  )
