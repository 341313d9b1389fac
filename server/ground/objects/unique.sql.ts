import { manyOnce, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Field, FieldValue, ObjectDefinition } from './definition.ts'

type Wanted = { readonly field: Field; readonly values: readonly FieldValue[] }

/** Which records hold one of these values, the recycle bin included, whoever may see them: the value is taken. */
export const rowsWithValues = (
  tx: Tx,
  { table }: ObjectDefinition,
  wanted: readonly Wanted[],
): Promise<{ field: string; value: string; id: number }[]> =>
  manyOnce(
    tx,
    sql.join(
      wanted.map(
        ({ field, values }) => sql`
    select ${sql.lit(field.name)} as field, t.${sql.ref(field.column)}::text as value, t.id
    from ${sql.table(table)} t
    where t.${sql.ref(field.column)} in (${sql.join(values)})`,
      ),
      sql` union all `,
    ),
  )
