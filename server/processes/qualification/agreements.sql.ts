import { many, maybeOne, one, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Agreement, Side } from './agreement.ts'

const columns = sql`
  id, version, lead_definition as "leadDefinition", opportunity_definition as "opportunityDefinition", criteria,
  first_response_hours as "firstResponseHours", converters,
  signed_by_marketing_id as "signedByMarketingId", signed_by_marketing_at as "signedByMarketingAt",
  signed_by_sales_id as "signedBySalesId", signed_by_sales_at as "signedBySalesAt",
  in_force_from as "inForceFrom", in_force_until as "inForceUntil", created_at as "createdAt", created_by_id as "createdById"`

/** The agreement in force, else the first one drafted. */
export const agreementToWorkBy = (tx: Tx): Promise<Agreement> =>
  one<Agreement>(
    tx,
    sql`
    select ${columns}
    from agreement
    where in_force_until is null
    order by in_force_from nulls last, version
    limit 1`,
  )

export const agreementsNewestFirst = (tx: Tx, before: number, limit: number): Promise<Agreement[]> =>
  many<Agreement>(
    tx,
    sql`
    select ${columns}
    from agreement
    where version < ${before}
    order by version desc
    limit ${limit}`,
  )

export const latestAgreement = (tx: Tx): Promise<Agreement> =>
  one<Agreement>(
    tx,
    sql`
    select ${columns}
    from agreement
    order by version desc
    limit 1`,
  )

/** The agreement and the one in force, locked, so that two signatures come one after the other. */
export const lockAgreements = (tx: Tx, id: number): Promise<Agreement[]> =>
  many<Agreement>(
    tx,
    sql`
    select ${columns}
    from agreement
    where id = ${id} or (in_force_from is not null and in_force_until is null)
    order by id
    for update`,
  )

export type NewAgreement = Pick<
  Agreement,
  'id' | 'leadDefinition' | 'opportunityDefinition' | 'criteria' | 'firstResponseHours' | 'converters' | 'createdById'
>

export const insertAgreement = (tx: Tx, draft: NewAgreement): Promise<Agreement> =>
  one<Agreement>(
    tx,
    sql`
    insert into agreement (id, version, lead_definition, opportunity_definition, criteria, first_response_hours, converters, created_at, created_by_id)
    select ${draft.id}, coalesce(max(version), 0) + 1, ${draft.leadDefinition}, ${draft.opportunityDefinition}, ${JSON.stringify(draft.criteria)}::jsonb,
      ${draft.firstResponseHours}::integer, ${draft.converters}::text[], ${tx.now}::timestamptz, ${draft.createdById}::bigint
    from agreement
    returning ${columns}`,
  )

export const writeSignature = (tx: Tx, id: number, side: Side, userId: number): Promise<Agreement | undefined> => {
  const [by, at] =
    side === 'marketing'
      ? ['signed_by_marketing_id', 'signed_by_marketing_at']
      : ['signed_by_sales_id', 'signed_by_sales_at']
  return maybeOne<Agreement>(
    tx,
    sql`
    update agreement
    set ${sql.ref(by ?? '')} = ${userId}, ${sql.ref(at ?? '')} = ${tx.now}
    where id = ${id}
    returning ${columns}`,
  )
}

export const endAgreementInForce = (tx: Tx): Promise<number> =>
  run(
    tx,
    sql`
    update agreement
    set in_force_until = ${tx.now}
    where in_force_from is not null and in_force_until is null`,
  )

export const bringIntoForce = (tx: Tx, id: number): Promise<Agreement> =>
  one<Agreement>(
    tx,
    sql`
    update agreement
    set in_force_from = ${tx.now}
    where id = ${id}
    returning ${columns}`,
  )

/** The draft every org is made with, dated back to now where it came later. */
export const dateFirstDraft = (tx: Tx): Promise<number> =>
  run(
    tx,
    sql`
    update agreement
    set created_at = ${tx.now}
    where version = 1 and created_by_id is null and signed_by_marketing_at is null and signed_by_sales_at is null and created_at > ${tx.now}`,
  )
