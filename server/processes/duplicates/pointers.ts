import { definitionsOf } from '../../ground/objects/catalogue.ts'
import { isDerived } from '../../ground/objects/definition.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Matchable } from './duplicate.ts'

/** A column that holds ids of records of one kind. */
export interface Pointer {
  readonly table: string
  readonly column: string
  /** The table's primary key where it is not the bigint `id`: a text. */
  readonly textKey?: string
}

// The columns of the standard tables; custom reference fields come from the catalogue. A test compares this list
// with the foreign keys of the schema and looks for losers in every column there is.
const standardPointers: Readonly<Record<Matchable, readonly string[]>> = {
  Lead: [
    'lead.master_record_id',
    'campaign_member.lead_id',
    'task.who_id',
    'calendar_event.who_id',
    'note.parent_id',
    'evidence.lead_id',
    'conversion.lead_id',
    'form_post.record_id',
  ],
  Contact: [
    'contact.master_record_id',
    'contact.reports_to_id',
    'campaign_member.contact_id',
    'opportunity_contact_role.contact_id',
    'lead.converted_contact_id',
    'task.who_id',
    'calendar_event.who_id',
    'note.parent_id',
    'conversion.contact_id',
    'form_post.record_id',
  ],
  Account: [
    'account.master_record_id',
    'account.parent_id',
    'contact.account_id',
    'opportunity.account_id',
    'lead.converted_account_id',
    'task.what_id',
    'calendar_event.what_id',
    'note.parent_id',
    'conversion.account_id',
  ],
}

const pointer = (name: string): Pointer => {
  const [table = '', column = ''] = name.split('.')
  return { table, column }
}

/** Where a person's history hangs. */
export const personPointers: readonly Pointer[] = [
  { table: 'lead', column: 'person_id' },
  { table: 'contact', column: 'person_id' },
  { table: 'campaign_member', column: 'person_id' },
  { table: 'member_status_period', column: 'person_id' },
  { table: 'task', column: 'person_id' },
  { table: 'calendar_event', column: 'person_id' },
  { table: 'note', column: 'person_id' },
  { table: 'inquiry', column: 'person_id' },
  { table: 'mail_message', column: 'person_id' },
  { table: 'event_registration', column: 'person_id' },
  { table: 'event_check_in', column: 'person_id' },
  { table: 'session_check_in', column: 'person_id' },
  { table: 'nomination', column: 'person_id' },
  { table: 'content_link', column: 'person_id', textKey: 'token_hash' },
  { table: 'person', column: 'merged_into_id' },
]

/** Every column of the org, its own fields and objects included, that may point to a record of this object. */
export async function pointersTo(tx: Tx, objectName: Matchable): Promise<Pointer[]> {
  const pointers = new Map(standardPointers[objectName].map((name) => [name, pointer(name)]))
  for (const { table, fields, rows } of await definitionsOf(tx)) {
    if (rows !== undefined) continue
    for (const field of fields) {
      if (field.type !== 'reference' || isDerived(field) || !field.referenceTo?.includes(objectName)) continue
      pointers.set(`${table}.${field.column}`, { table, column: field.column })
    }
  }
  return [...pointers.values()]
}
