import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { everyCustomField } from './custom-columns.sql.ts'
import { addColumn } from './custom-fields.sql.ts'
import { standardDefinition } from './definition.ts'
import { columnType } from './save.sql.ts'

/** Makes the columns of every field that was ever added, in a schema into which the rows that speak of them were brought back. */
export async function makeCustomColumns(tx: Tx): Promise<void> {
  for (const { objectName, columnName, type, isUnique } of await everyCustomField(tx)) {
    const definition = standardDefinition(objectName)
    if (definition === undefined || !/^[a-z][a-z0-9_]*__c$/.test(columnName)) {
      throw new Refusal('invalid_field', `'${objectName}.${columnName}' cannot be a field that was added here.`, {
        field: columnName,
      })
    }
    await addColumn(tx, definition.table, columnName, columnType({ type }), type === 'boolean', isUnique)
  }
}
