import { encodeId } from '../../../../shared/ids.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { childRelationshipsOf } from '../../../ground/objects/soql/relationships.ts'
import { prepareSoql } from '../../../ground/objects/soql/soql.ts'
import { dialectRefusal, noResource } from '../dialect/errors.ts'
import { sobjectOf } from '../dialect/sobjects.ts'
import type { Answer, Asked, Here } from './asked.ts'
import { firstOf } from './queries.ts'
import { fieldsAsked, fieldNames, inWordsOf } from './records.ts'

/** The records that point to a record, by the name it has for them: a page as of a query. */
export async function childrenPage(
  here: Here,
  asked: Asked,
  parent: ObjectDefinition,
  { id, relationship }: { readonly id: number; readonly relationship: string },
): Promise<Answer> {
  const { tx, actor, rooms } = here
  const child = (await childRelationshipsOf(tx, parent)).find(
    ({ name }) => name.toLowerCase() === relationship.toLowerCase(),
  )
  if (child === undefined) throw noResource()
  const sobject = sobjectOf(rooms, child.definition)
  const fields = fieldsAsked(asked)
  const unfit = fields?.find((name) => !/^\w{1,80}(\.\w{1,80}){0,5}$/.test(name))
  if (unfit !== undefined)
    throw dialectRefusal(
      'INVALID_FIELD',
      `No such column '${unfit.slice(0, 80)}' on sobject of type ${child.definition.name}`,
    )
  const names = fields ?? fieldNames(sobject, undefined)
  const text = [
    'SELECT',
    names.join(', '),
    'FROM',
    child.definition.name,
    'WHERE',
    child.field.name,
    `= '${encodeId(id)}'`,
  ]
  const body = await inWordsOf(sobject, async () => firstOf(here, asked, await prepareSoql(tx, actor, text.join(' '))))
  return { status: 200, body }
}
