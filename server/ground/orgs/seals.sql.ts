import { one, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export const secretOf = async (tx: Tx): Promise<string> =>
  (
    await one<{ secret: string }>(
      tx,
      sql`
    select secret
    from org_secret`,
    )
  ).secret
