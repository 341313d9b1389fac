import { definitionOf } from '../../ground/objects/catalogue.ts'
import { isDerived, standardDefinitions } from '../../ground/objects/definition.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Matchable } from './subject.ts'

/** A column that holds ids of records of one kind. */
export interface Pointer {
  readonly table: string
  readonly column: string
}

// Tables that are no objects of the catalogue; the test that looks through the whole schema keeps this list complete.
const unlisted: Readonly<Record<Matchable, readonly Pointer[]>> = {
  Lead: [
    { table: 'lead', column: 'master_record_id' },
    { table: 'evidence', column: 'lead_id' },
    { table: 'conversion', column: 'lead_id' },
  ],
  Contact: [
    { table: 'contact', column: 'master_record_id' },
    { table: 'conversion', column: 'contact_id' },
    { table: 'lead', column: 'converted_contact_id' },
  ],
  Account: [
    { table: 'account', column: 'master_record_id' },
    { table: 'conversion', column: 'account_id' },
    { table: 'lead', column: 'converted_account_id' },
  ],
}

/** Where a person's history hangs. */
export const personPointers: readonly Pointer[] = [
  { table: 'lead', column: 'person_id' },
  { table: 'contact', column: 'person_id' },
  { table: 'campaign_member', column: 'person_id' },
  { table: 'task', column: 'person_id' },
  { table: 'calendar_event', column: 'person_id' },
  { table: 'note', column: 'person_id' },
  { table: 'inquiry', column: 'person_id' },
  { table: 'person', column: 'merged_into_id' },
]

/** Every column of the org, custom fields included, that may point to a record of this object. */
export async function pointersTo(tx: Tx, objectName: Matchable): Promise<Pointer[]> {
  const pointers = new Map(unlisted[objectName].map((pointer) => [`${pointer.table}.${pointer.column}`, pointer]))
  for (const { name } of standardDefinitions()) {
    const { table, fields } = await definitionOf(tx, name)
    for (const field of fields) {
      if (field.type !== 'reference' || isDerived(field) || !field.referenceTo?.includes(objectName)) continue
      pointers.set(`${table}.${field.column}`, { table, column: field.column })
    }
  }
  return [...pointers.values()]
}
