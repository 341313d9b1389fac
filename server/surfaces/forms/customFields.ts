import { customFieldRows } from '../../ground/objects/catalogue.ts'
import { rememberedByOrg } from '../../platform/remembered.ts'
import type { Tx } from '../../platform/tx.ts'
import type { CustomFieldNames } from './understanding.ts'

const STALE_AFTER_MS = 2000

const remembered = rememberedByOrg<CustomFieldNames>(STALE_AFTER_MS, async (tx) => {
  const rows = await customFieldRows(tx)
  return new Map(rows.filter(({ objectName }) => objectName === 'Lead').map(({ id, name }) => [id, name]))
})

/** The lead's custom fields by the ids forms name them by. */
export const customFieldNames = (tx: Tx): Promise<CustomFieldNames> => remembered(tx)
