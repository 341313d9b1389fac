import { definitionOf, picklistOf } from '../../ground/objects/catalogue.ts'
import type { PicklistValue } from '../../ground/objects/definition.ts'
import type { Tx } from '../../platform/tx.ts'
import { customFieldNames } from './customFields.ts'
import type { FormSetting } from './formHtml.ts'
import { fieldOf } from './understanding.ts'
import type { WebForm } from './webForm.ts'

/** What a form's HTML needs to know of the org: its fields, and the values of those with a list. */
export async function formSetting(tx: Tx, publicUrl: string, form: WebForm): Promise<FormSetting> {
  const definition = await definitionOf(tx, 'Lead')
  const custom = await customFieldNames(
    tx,
    form.fields.map(({ name }) => name),
  )
  const fields = form.fields
    .flatMap(({ name }) => fieldOf(definition, custom, name) ?? [])
    .filter(({ picklist }) => picklist !== undefined)
  const values = await Promise.all(fields.map((field) => picklistOf(tx, field)))
  const picklists = new Map<string, readonly PicklistValue[]>(fields.map((field, at) => [field.name, values[at] ?? []]))
  return { publicUrl, orgId: tx.org.id, definition, custom, picklists }
}
