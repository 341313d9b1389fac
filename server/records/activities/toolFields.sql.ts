import { firstId } from '../../../shared/ids.ts'
import { sql, type RawBuilder } from '../../platform/sql.ts'
import type { FieldDeclaration } from '../../ground/objects/definition.ts'
import {
  alwaysBlank,
  alwaysThe,
  blankRecurrence,
  neverRecurring,
  neverSet,
  sameAs,
  workedOut,
} from '../../ground/objects/toolFields.ts'

const IDS_OF_ONE_OBJECT = 2 ** 44
const accounts = sql.raw(`between ${firstId('Account')} and ${firstId('Account') + IDS_OF_ONE_OBJECT}`)

/** The account an activity is about: itself, that of the opportunity, or that of the contact. */
const account = (alias: string): RawBuilder<unknown> => sql`coalesce(
  case when ${sql.ref(`${alias}.what_id`)} ${accounts} then ${sql.ref(`${alias}.what_id`)} end,
  (select o.account_id from opportunity o where o.id = ${sql.ref(`${alias}.what_id`)}),
  (select c.account_id from contact c where c.id = ${sql.ref(`${alias}.who_id`)}))`

const about: FieldDeclaration = workedOut('AccountId', 'reference', account, {
  label: 'Account',
  referenceTo: ['Account'],
  relationshipName: 'Account',
})

export const taskToolFields: readonly FieldDeclaration[] = [
  about,
  ...neverRecurring,
  blankRecurrence('RecurrenceStartDateOnly', 'date'),
  blankRecurrence('RecurrenceRegeneratedType'),
]

export const eventToolFields: readonly FieldDeclaration[] = [
  about,
  ...neverRecurring,
  blankRecurrence('RecurrenceStartDateTime', 'datetime'),
  sameAs('starts_at', 'ActivityDateTime', 'datetime', { isUnderstood: true }),
  workedOut(
    'DurationInMinutes',
    'int',
    (t) => sql`(extract(epoch from ${sql.ref(`${t}.ends_at`)} - ${sql.ref(`${t}.starts_at`)}) / 60)::int`,
    { isUnderstood: true },
  ),
  alwaysThe('Event', 'EventSubtype'),
  ...neverSet('IsChild', 'IsGroupEvent'),
  alwaysBlank('GroupEventType'),
]
