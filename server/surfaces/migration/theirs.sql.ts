/** What the org to be copied is asked, in SOQL. Names come from its own describe, and ids from its own answers. */

export const theOrganization = 'SELECT Id FROM Organization'

export const recordsOfObject = (objectName: string, fields: readonly string[]): string =>
  `SELECT ${fields.join(', ')} FROM ${objectName}`

/** The next records in the order of their ids. */
export const recordsAfter = (
  objectName: string,
  fields: readonly string[],
  { after, limit }: { readonly after: string | null; readonly limit: number },
): string => {
  const where = after === null ? '' : ` WHERE Id > ${quoted(after)}`
  return `${recordsOfObject(objectName, fields)}${where} ORDER BY Id LIMIT ${limit}`
}

export const recordsPointingTo = (
  objectName: string,
  fields: readonly string[],
  { field, ids }: { readonly field: string; readonly ids: readonly string[] },
): string => `${recordsOfObject(objectName, fields)} WHERE ${field} IN (${ids.map(quoted).join(', ')})`

export const countOfObject = (objectName: string): string => `SELECT COUNT() FROM ${objectName}`

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
