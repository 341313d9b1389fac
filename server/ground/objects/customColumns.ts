import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { addColumn, everyCustomField, everyCustomTable, makeTable, type Holder } from './customColumns.sql.ts'
import { standardDefinition } from './definition.ts'

const COLUMN = /^[a-z][a-z0-9_]*__c$/
const TABLE = /^[a-z][a-z0-9_]*__c(?:_\d+)?$/

/** Makes the tables of every object that was ever added, in a schema into which the rows that speak of them were brought back. */
export async function makeCustomTables(tx: Tx): Promise<void> {
  for (const row of await everyCustomTable(tx)) {
    if (!TABLE.test(row.tableName)) throw notAdded(row.tableName)
    await makeTable(tx, row)
  }
}

/** Makes the columns of every field that was ever added; the tables of added objects are there already. */
export async function makeCustomColumns(tx: Tx, withObjects: boolean): Promise<void> {
  const tables = new Map<string, Holder>(
    withObjects
      ? (await everyCustomTable(tx)).map(({ objectName, tableName }) => [
          objectName,
          { table: tableName, hasRecycleBin: true },
        ])
      : [],
  )
  for (const { objectName, ...column } of await everyCustomField(tx)) {
    const table = standardDefinition(objectName) ?? tables.get(objectName)
    if (table === undefined || !COLUMN.test(column.columnName)) throw notAdded(`${objectName}.${column.columnName}`)
    await addColumn(tx, table, column)
  }
}

const notAdded = (name: string): Refusal =>
  new Refusal('invalid_field', `'${name}' cannot be anything that was added here.`, { field: name })
