import { visible } from '../../../ground/objects/visibility.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { one, sql, type RawBuilder } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Matchable } from '../duplicate.ts'
import { ROW_END, TEXT_END } from '../pairing/signs.ts'

const texts: Readonly<Record<Matchable, readonly string[]>> = {
  Lead: [
    'first_name',
    'last_name',
    'title',
    'company',
    'email',
    'phone',
    'mobile_phone',
    'website',
    'street',
    'city',
    'postal_code',
    'country',
    '',
  ],
  Contact: [
    'first_name',
    'last_name',
    'title',
    '(select a.name from account a where a.id = t.account_id)',
    'email',
    'phone',
    'mobile_phone',
    '',
    'mailing_street',
    'mailing_city',
    'mailing_postal_code',
    'mailing_country',
    'birthdate::text',
  ],
  Account: ['name', 'website', 'phone', 'billing_street', 'billing_city', 'billing_postal_code', 'billing_country'],
}

const signs = sql.lit(TEXT_END + ROW_END)

/** The texts of a record as one, apart by a sign none of them holds: hundreds of thousands are read a second. */
const rowText = (objectName: Matchable): RawBuilder<unknown> =>
  sql.join(
    [
      sql`t.id::text`,
      ...texts[objectName].map((expression) =>
        expression === '' ? sql`''` : sql`coalesce(translate(${sql.raw(columnOf(expression))}, ${signs}, ''), '')`,
      ),
    ],
    sql` || ${sql.lit(TEXT_END)} || `,
  )

const columnOf = (expression: string): string => (expression.startsWith('(') ? expression : `t.${expression}`)

// A converted lead is represented by its contact.
const stillOpen: Readonly<Record<Matchable, RawBuilder<unknown>>> = {
  Lead: sql`t.converted_at is null`,
  Contact: sql`true`,
  Account: sql`true`,
}

/** A stretch of records in the order of their ids, as one text; `last` is null when there are no more. */
export const rowsAfter = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  objectName: Matchable,
  after: number,
  limit: number,
): Promise<{ readonly rows: string | null; readonly last: number | null; readonly count: number }> =>
  one(
    tx,
    sql`
    select string_agg(row, ${sql.lit(ROW_END)} order by id) as rows, max(id) as last, count(*) as count
    from (
      select t.id, ${rowText(objectName)} as row
      from ${sql.table(definition.table)} t
      where t.id > ${after} and ${stillOpen[objectName]} and ${visible(actor, definition, 't')}
      order by t.id
      limit ${limit}) page`,
  )

export const countRows = async (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  objectName: Matchable,
): Promise<number> => {
  const { count } = await one<{ count: number }>(
    tx,
    sql`
    select count(*) as count
    from ${sql.table(definition.table)} t
    where ${stillOpen[objectName]} and ${visible(actor, definition, 't')}`,
  )
  return count
}
