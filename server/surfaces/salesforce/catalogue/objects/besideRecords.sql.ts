import { firstId } from '../../../../../shared/ids.ts'
import { sql, type RawBuilder } from '../../../../platform/sql.ts'
import { now } from '../../../../platform/clock.ts'
import {
  fieldNamed,
  snakeCase,
  type FieldDeclaration,
  type ObjectDefinition,
} from '../../../../ground/objects/definition.ts'
import { valueOf } from '../../../../ground/objects/filter.ts'
import { columnType } from '../../../../ground/objects/toolFields.ts'
import { visible } from '../../../../ground/objects/visibility.ts'
import { may, type Actor } from '../../../../ground/users/actor.ts'
import { Event, Note, Task } from '../../../../records/activities/fields.ts'
import { Attachment, ContentDocument } from '../../../../records/files/fields.ts'
import { allShown, pointing, shown, systemObject } from './declaring.sql.ts'

/** What stands beside a record on its page, of several objects in one list: open activities and past ones, notes with files. */

type Part = {
  readonly definition: ObjectDefinition
  /** The rows of it, under the alias `t`. */
  readonly from: RawBuilder<unknown>
  readonly where: RawBuilder<unknown>
  /** What is told otherwise than by the field of the same name. */
  readonly told: Readonly<Record<string, RawBuilder<unknown>>>
}

/** Rows of several tables with the same columns; what one of them does not have is blank there. */
const rowsOfAll = (fields: readonly FieldDeclaration[], parts: readonly Part[]): RawBuilder<unknown> =>
  sql.join(
    parts.map(
      ({ definition, from, where, told }) => sql`
        select t.id, t.version, t.created_at, t.created_by_id, t.last_modified_at, t.last_modified_by_id,
          ${sql.join(fields.map((field) => sql`${valueIn(definition, field, told)} as ${sql.ref(columnOf(field))}`))}
        from ${from}
        where ${where}`,
    ),
    sql` union all `,
  )

function valueIn(definition: ObjectDefinition, field: FieldDeclaration, told: Part['told']): RawBuilder<unknown> {
  const own = fieldNamed(definition, field.name)
  return told[field.name] ?? (own === undefined ? sql`null::${sql.raw(columnType(field))}` : valueOf(own, 't'))
}

const columnOf = ({ name }: FieldDeclaration): string => snakeCase(name)

/** Each is seen by who sees what it is. */
const reachOf =
  (...definitions: readonly ObjectDefinition[]) =>
  (actor: Actor, alias: string): RawBuilder<unknown> => {
    const each = definitions
      .filter((definition) => may(actor, 'read', definition))
      .map((definition) => {
        const own = `${alias}_own`
        return sql`exists (select from ${sql.table(definition.table)} ${sql.ref(own)}
          where ${sql.ref(`${own}.id`)} = ${sql.ref(`${alias}.id`)} and ${visible(actor, definition, own)})`
      })
    return each.length === 0 ? sql`false` : sql`(${sql.join(each, sql` or `)})`
  }

const whole = (definition: ObjectDefinition): RawBuilder<unknown> => sql`${sql.table(definition.table)} t`
const kept = sql`t.deleted_at is null`

const beside = (name: string, referenceTo: readonly string[], childRelationshipName: string): FieldDeclaration => ({
  ...pointing(name, ...referenceTo),
  childRelationshipName,
})

const IDS_OF_ONE_OBJECT = 2 ** 44
const isAccount = sql`t.what_id between ${sql.lit(firstId('Account'))} and ${sql.lit(firstId('Account') + IDS_OF_ONE_OBJECT)}`
const dealsAccount = sql`select from opportunity o where o.id = t.what_id and o.account_id is not null`

/**
 * An activity belongs to the account it is about, or to that of its deal, or of its contact, or to none. Written as four
 * lists, so that those of one account are found by the indexes of what leads there.
 */
const accountParts = ({ definition, where, told }: Omit<Part, 'from'>): readonly Part[] => {
  const table = whole(definition)
  const part = (from: RawBuilder<unknown>, account: RawBuilder<unknown>, only: RawBuilder<unknown>): Part => ({
    definition,
    from,
    where: sql`${kept} and ${where} and ${only}`,
    told: { ...told, AccountId: account },
  })
  const elsewhere = sql`(t.what_id is null or not ${isAccount}) and not exists (${dealsAccount})`
  const contacts = sql`select from contact c where c.id = t.who_id and c.account_id is not null`
  return [
    part(table, sql`t.what_id`, isAccount),
    part(sql`${table} join opportunity o on o.id = t.what_id`, sql`o.account_id`, sql`o.account_id is not null`),
    part(
      sql`${table} join contact c on c.id = t.who_id`,
      sql`c.account_id`,
      sql`c.account_id is not null and ${elsewhere}`,
    ),
    part(table, sql`null::bigint`, sql`${elsewhere} and not exists (${contacts})`),
  ]
}

function activityObject(
  name: string,
  label: string,
  relationship: string,
  task: RawBuilder<unknown>,
  event: () => RawBuilder<unknown>,
) {
  const fields = [
    // An account has those of its deals and people, too, and so is pointed to by this one.
    beside('AccountId', ['Account'], relationship),
    beside('WhoId', ['Lead', 'Contact'], relationship),
    beside('WhatId', ['Account', 'Opportunity', 'Campaign'], relationship),
    pointing('OwnerId', 'User', 'Group'),
    ...allShown('string', 'Subject Location CallDisposition CallObject ActivitySubtype'),
    ...allShown('picklist', 'Status Priority ActivityType CallType'),
    shown('ActivityDate', 'date'),
    ...allShown('datetime', 'StartDateTime EndDateTime CompletedDateTime ReminderDateTime'),
    ...allShown('int', 'DurationInMinutes CallDurationInSeconds'),
    ...allShown('boolean', 'IsTask IsClosed IsHighPriority IsAllDayEvent IsReminderSet IsDeleted'),
    shown('Description', 'textarea'),
  ]
  systemObject({
    name,
    label,
    labelPlural: label.replace(/y$/, 'ies'),
    nameField: 'Subject',
    onlyBeside: true,
    fields,
    reach: reachOf(Task, Event),
    rows: () =>
      rowsOfAll(fields, [
        ...accountParts({
          definition: Task,
          where: task,
          told: {
            ActivityType: sql`t.type`,
            ActivitySubtype: sql`t.task_subtype`,
            IsTask: sql`true`,
            IsAllDayEvent: sql`false`,
          },
        }),
        ...accountParts({
          definition: Event,
          where: event(),
          told: {
            ActivityType: sql`t.type`,
            ActivitySubtype: sql`'Event'`,
            IsTask: sql`false`,
            IsClosed: sql`t.ends_at < ${now()}`,
            IsHighPriority: sql`false`,
          },
        }),
      ]),
    meaning: 'Tasks and events beside a record, in one list.',
  })
}

activityObject(
  'OpenActivity',
  'Open activity',
  'OpenActivities',
  sql`t.completed_at is null`,
  () => sql`t.ends_at >= ${now()}`,
)
activityObject(
  'ActivityHistory',
  'Activity history',
  'ActivityHistories',
  sql`t.completed_at is not null`,
  () => sql`t.ends_at < ${now()}`,
)

const RECORDS = ['Lead', 'Contact', 'Account', 'Opportunity', 'Campaign']

const noteFields = [
  beside('ParentId', RECORDS, 'NotesAndAttachments'),
  pointing('OwnerId', 'User'),
  shown('Title'),
  ...allShown('boolean', 'IsNote IsPrivate IsDeleted'),
]

systemObject({
  name: 'NoteAndAttachment',
  label: 'Note or attachment',
  labelPlural: 'Notes and attachments',
  nameField: 'Title',
  onlyBeside: true,
  fields: noteFields,
  reach: reachOf(Note, Attachment),
  rows: () =>
    rowsOfAll(noteFields, [
      { definition: Note, from: whole(Note), where: kept, told: { IsNote: sql`true` } },
      {
        definition: Attachment,
        from: whole(Attachment),
        where: kept,
        told: { IsNote: sql`false`, Title: sql`t.name` },
      },
    ]),
  meaning: 'Notes and attached files beside a record, in one list.',
})

const ofAFile = [
  shown('Title'),
  ...allShown('string', 'FileType FileExtension ContentUrl ExternalDataSourceName ExternalDataSourceType'),
  shown('ContentSize', 'int'),
  shown('SharingOption', 'picklist'),
  shown('IsDeleted', 'boolean'),
]

/** A file stands beside every record it is linked to. */
const linked = sql`content_document t join content_document_link l on l.content_document_id = t.id`

const allFields = [beside('ParentId', RECORDS, 'CombinedAttachments'), shown('RecordType'), ...ofAFile]

systemObject({
  name: 'CombinedAttachment',
  label: 'Note, attachment or file',
  labelPlural: 'Notes, attachments and files',
  nameField: 'Title',
  onlyBeside: true,
  fields: allFields,
  reach: reachOf(Note, Attachment, ContentDocument),
  reachedThrough: ['ParentId'],
  rows: () =>
    rowsOfAll(allFields, [
      { definition: Note, from: whole(Note), where: kept, told: { RecordType: sql`'Note'` } },
      {
        definition: Attachment,
        from: whole(Attachment),
        where: kept,
        told: { RecordType: sql`'Attachment'`, Title: sql`t.name`, ContentSize: sql`t.body_length` },
      },
      {
        definition: ContentDocument,
        from: linked,
        where: kept,
        told: { RecordType: sql`'File'`, ParentId: sql`l.linked_entity_id` },
      },
    ]),
  meaning: 'Notes, attached files and linked files beside a record, in one list.',
})

const fileFields = [
  beside('LinkedEntityId', RECORDS, 'AttachedContentDocuments'),
  pointing('ContentDocumentId', 'ContentDocument'),
  ...ofAFile,
]

systemObject({
  name: 'AttachedContentDocument',
  label: 'Attached file',
  nameField: 'Title',
  onlyBeside: true,
  fields: fileFields,
  reach: reachOf(ContentDocument),
  reachedThrough: ['LinkedEntityId'],
  rows: () =>
    rowsOfAll(fileFields, [
      {
        definition: ContentDocument,
        from: linked,
        where: kept,
        told: { LinkedEntityId: sql`l.linked_entity_id`, ContentDocumentId: sql`t.id` },
      },
    ]),
  meaning: 'Files linked to a record, as it lists them.',
})
