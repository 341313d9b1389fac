import { sql, type RawBuilder } from '../../platform/sql.ts'

/**
 * Whether a lead is the first person of their company we met: no account and no earlier lead has the same
 * company domain. Addresses at free mail providers say nothing of a company, so such a lead counts as new.
 */
export const isNetNew = (alias: string): RawBuilder<unknown> => {
  const [domain, created] = [sql.ref(`${alias}.web_domain`), sql.ref(`${alias}.created_at`)]
  return sql`(${domain} is null or not (
    exists (select from account a where a.web_domain = ${domain} and a.created_at < ${created} and a.deleted_at is null)
    or exists (select from lead l where l.web_domain = ${domain} and l.created_at < ${created} and l.deleted_at is null)))`
}
