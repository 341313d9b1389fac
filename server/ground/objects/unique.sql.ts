import { manyOnce, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Field, FieldValue, ObjectDefinition } from './definition.ts'
import { columnType } from './save.sql.ts'

type Wanted = { readonly field: Field; readonly values: readonly FieldValue[] }

/** Which records hold one of these values, whoever may see them: the value is taken. What is deleted holds none. */
export const rowsWithValues = (
  tx: Tx,
  { table, hasRecycleBin }: ObjectDefinition,
  wanted: readonly Wanted[],
): Promise<{ field: string; value: string; id: number }[]> =>
  manyOnce(
    tx,
    sql.join(
      wanted.map(
        ({ field, values }) => sql`
    select ${sql.lit(field.name)} as field, w.value, t.id
    from unnest(${values.map(asText)}::text[]) as w (value)
    join ${sql.table(table)} t on ${compared(field, sql.ref(`t.${field.column}`))} = ${compared(field, sql`w.value::${sql.raw(columnType(field))}`)}
    ${sql.raw(hasRecycleBin ? 'where t.deleted_at is null' : '')}`,
      ),
      sql` union all `,
    ),
  )

const asText = (value: FieldValue): string => (value instanceof Date ? value.toISOString() : String(value))

const compared = (field: Field, value: RawBuilder<unknown>): RawBuilder<unknown> =>
  field.caseSensitive === false && columnType(field) === 'text' ? sql`lower(${value})` : value

/** Which of these deleted records could not come back: somebody took a unique value of theirs meanwhile. */
export const rowsTakenMeanwhile = (
  tx: Tx,
  { table }: ObjectDefinition,
  fields: readonly Field[],
  ids: readonly number[],
): Promise<{ field: string; value: string; id: number; holder: number }[]> =>
  manyOnce(
    tx,
    sql.join(
      fields.map((field) => {
        const [mine, theirs] = [sql.ref(`d.${field.column}`), sql.ref(`t.${field.column}`)]
        return sql`
    select ${sql.lit(field.name)} as field, ${mine}::text as value, d.id, t.id as holder
    from ${sql.table(table)} d
    join ${sql.table(table)} t on ${compared(field, sql`${theirs}`)} = ${compared(field, sql`${mine}`)}
    where d.id = any(${ids}::bigint[]) and d.deleted_at is not null and t.deleted_at is null`
      }),
      sql` union all `,
    ),
  )
