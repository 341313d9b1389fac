import { sql, type RawBuilder } from '../../platform/sql.ts'
import type { FieldDeclaration } from '../../ground/objects/definition.ts'
import { alwaysBlank, lastReferenced, neverSet, workedOut } from '../../ground/objects/toolFields.ts'

const startMonth = sql`coalesce((select value::text::int from setting where name = 'fiscal_year_starts_in'), 1)`

/** The close date as if the fiscal year began in January; a fiscal year is named by the year it ends in. */
const fiscalDate = (alias: string): RawBuilder<unknown> =>
  sql`(${sql.ref(`${alias}.close_date`)} - make_interval(months => ${startMonth} - 1))`

const fiscalYear = (alias: string): RawBuilder<unknown> =>
  sql`(extract(year from ${fiscalDate(alias)})::int + (${startMonth} > 1)::int)`

const fiscalQuarter = (alias: string): RawBuilder<unknown> => sql`extract(quarter from ${fiscalDate(alias)})::int`

const openTask = (alias: string): RawBuilder<unknown> => sql`
  select from task
  where task.what_id = ${sql.ref(`${alias}.id`)} and task.completed_at is null and task.deleted_at is null`

const comingEvent = (alias: string): RawBuilder<unknown> => sql`
  select from calendar_event e
  where e.what_id = ${sql.ref(`${alias}.id`)} and e.ends_at >= now() and e.deleted_at is null`

export const opportunityToolFields: readonly FieldDeclaration[] = [
  ...neverSet('HasOpportunityLineItem'),
  alwaysBlank('Pricebook2Id', 'reference', {
    label: 'Price book',
    referenceTo: ['Pricebook2'],
    relationshipName: 'Pricebook2',
  }),
  workedOut('FiscalQuarter', 'int', fiscalQuarter),
  workedOut('FiscalYear', 'int', fiscalYear),
  workedOut('Fiscal', 'string', (t) => sql`concat(${fiscalYear(t)}, ' ', ${fiscalQuarter(t)})`, { length: 6 }),
  lastReferenced,
  workedOut('HasOpenActivity', 'boolean', (t) => sql`(exists (${openTask(t)}) or exists (${comingEvent(t)}))`, {
    neverNull: true,
  }),
  workedOut('HasOverdueTask', 'boolean', (t) => sql`exists (${openTask(t)} and task.activity_date < current_date)`, {
    neverNull: true,
  }),
]
