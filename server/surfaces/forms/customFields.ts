import { customFieldRows } from '../../ground/objects/catalogue.ts'
import type { Tx } from '../../platform/tx.ts'
import type { CustomFieldNames } from './understanding.ts'

/** The lead's custom fields by the ids forms name them by; looked up only where one of these names is such an id. */
export async function customFieldNames(tx: Tx, names: readonly string[]): Promise<CustomFieldNames> {
  if (!names.some((name) => /^00N/i.test(name))) return new Map()
  const rows = await customFieldRows(tx)
  return new Map(rows.filter(({ objectName }) => objectName === 'Lead').map(({ id, name }) => [id, name]))
}
