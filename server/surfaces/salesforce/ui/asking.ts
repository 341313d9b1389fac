import { decodeId, numberOfId } from '../../../../shared/ids.ts'
import { catalogueOf } from '../../../ground/objects/catalogue.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { compactFieldsOf, layoutFieldsOf } from '../catalogue/layouts.ts'
import { dialectRefusal, noResource } from '../dialect/errors.ts'
import { sobjectNamed, type SObject } from '../dialect/sobjects.ts'
import type { Asked, Here } from '../rest/asked.ts'
import type { Wanted } from './reading.ts'

/** The object the record of this id is of, and the id. What is no id leads nowhere. */
export async function recordAt({ tx, actor, rooms }: Here, text: string): Promise<{ sobject: SObject; id: number }> {
  const id = decodeId(text)
  const name = id === undefined ? undefined : (await catalogueOf(tx)).byNumber.get(numberOfId(id))?.name
  if (id === undefined || name === undefined) throw noResource()
  return { sobject: await sobjectNamed(tx, actor, rooms, name), id }
}

const listed = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)

/** What a request wants to see of records of an object: `fields`, `optionalFields`, or all of a layout. */
export function wantedIn({ query }: Pick<Asked, 'query'>, definition: ObjectDefinition): Wanted {
  const [fields, optional, layouts] = [
    listed(query['fields']),
    listed(query['optionalFields']),
    listed(query['layoutTypes']),
  ]
  if (fields.length + optional.length + layouts.length === 0)
    throw dialectRefusal('ILLEGAL_QUERY_PARAMETER_VALUE', 'Say what to show: fields, optionalFields, or layoutTypes.')
  return {
    fields: pathsOf(definition, fields),
    optional: [...pathsOf(definition, optional), ...layouts.flatMap((layout) => fieldsOfLayout(definition, layout))],
  }
}

/** Everything a layout shows. */
export const wholeLayout = (definition: ObjectDefinition): Wanted => ({
  fields: [],
  optional: fieldsOfLayout(definition, 'Full'),
})

function fieldsOfLayout(definition: ObjectDefinition, layout: string): readonly string[] {
  if (layout.toLowerCase() === 'compact') return compactFieldsOf(definition).map(({ name }) => name)
  if (layout.toLowerCase() !== 'full')
    throw dialectRefusal(
      'ILLEGAL_QUERY_PARAMETER_VALUE',
      `There is no layout type ${layout.slice(0, 40)}: Compact or Full.`,
    )
  return layoutFieldsOf(definition).flatMap(({ name, relationshipName, type }) => {
    if (type === 'base64') return []
    return type === 'reference' && relationshipName !== undefined
      ? [name, `${relationshipName}.Id`, `${relationshipName}.Name`]
      : [name]
  })
}

/** `Lead.Owner.Name` → `Owner.Name`; fields of other objects are for other records of the same request. */
function pathsOf(definition: ObjectDefinition, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const [object = '', ...path] = name.split('.')
    if (path.length === 0 || !path.every((step) => /^\w+$/.test(step)))
      throw dialectRefusal(
        'ILLEGAL_QUERY_PARAMETER_VALUE',
        `'${name.slice(0, 80)}' is not a qualified field: write the object before it, as in ${definition.name}.Id.`,
      )
    return object.toLowerCase() === definition.name.toLowerCase() ? [path.join('.')] : []
  })
}
