import { decodeId, encodeId } from '../../../../shared/ids.ts'
import { fieldNamed } from '../../../ground/objects/definition.ts'
import { noResource } from '../dialect/errors.ts'
import { idOrRefusal, idsByKey, idsToUpsert, keyField } from '../dialect/keys.ts'
import type { SObject } from '../dialect/sobjects.ts'
import { without } from '../dialect/upserting.ts'
import { createSObjects, updateSObjects } from '../dialect/writing.ts'
import {
  duplicateRuleIn,
  base,
  isFrom,
  isOn,
  objectIn,
  part,
  type Answer,
  type Asked,
  type Here,
  type Operation,
} from './asked.ts'
import { inParserWords } from './mistyped.ts'
import { created, recordAnswer, removeById, sobjectAt, succeeded } from './records.ts'
import { changeRelated, readRelated, removeRelated } from './relationships.ts'

/** GET /sobjects/X/Field/value, or /sobjects/X/id/Relationship/… */
export const readFound: Operation = async (here, asked) => {
  const sobject = await sobjectAt(here, asked)
  if (isRelationship(sobject, asked)) return readRelated(here, asked, sobject)
  const found = await find(here, asked, sobject)
  if (found.length > 1) return several(asked, sobject, found)
  return recordAnswer(here, asked, sobject, theOne(found))
}

/** PATCH /sobjects/X/Field/value makes the record or changes it; PATCH /sobjects/X/id/Relationship changes what it points to. */
export const upsertFound: Operation = async (here, asked) => {
  const sobject = await sobjectAt(here, asked)
  if (isRelationship(sobject, asked)) return changeRelated(here, asked, sobject)
  const field = keyField(sobject.definition, part(asked, 2))
  const found = await find(here, asked, sobject, idsToUpsert)
  if (found.length > 1) return several(asked, sobject, found)
  const [id] = found
  const sent = objectIn(asked.body)
  const body = without(sent, field.name)
  const options = { ...duplicateRuleIn(asked), isAlone: true }
  if (id !== undefined) {
    const [result] = await updateSObjects(here.tx, here.actor, sobject, [{ ...body, Id: encodeId(id) }], options)
    succeeded(inParserWords(sobject.definition, sent, result))
    return isFrom(asked, 46)
      ? { status: 200, body: { id: encodeId(id), success: true, errors: [], created: false } }
      : { status: 204 }
  }
  if (field.type === 'id' || isOn(asked.query.updateOnly)) throw noResource()
  const [result] = await createSObjects(
    here.tx,
    here.actor,
    sobject,
    [{ ...body, [field.name]: part(asked, 3) }],
    options,
  )
  const made = succeeded(inParserWords(sobject.definition, sent, result))
  return created(asked, sobject, made, isFrom(asked, 46) ? { created: true } : {})
}

/** DELETE /sobjects/X/Field/value */
export const removeFound: Operation = async (here, asked) => {
  const sobject = await sobjectAt(here, asked)
  if (isRelationship(sobject, asked)) return removeRelated(here, asked, sobject)
  const found = await find(here, asked, sobject)
  if (found.length > 1) return several(asked, sobject, found)
  return removeById(here, asked, sobject, theOne(found))
}

/** The second part is an id, and no field is called so. */
const isRelationship = ({ definition }: SObject, asked: Asked): boolean =>
  fieldNamed(definition, part(asked, 2)) === undefined && decodeId(part(asked, 2)) !== undefined

async function find(
  { tx, actor }: Here,
  asked: Asked,
  { definition }: SObject,
  look: typeof idsByKey = idsByKey,
): Promise<readonly number[]> {
  if (asked.path.length !== 4) throw noResource()
  const field = keyField(definition, part(asked, 2))
  const value = part(asked, 3)
  if (field.type === 'id') {
    const id = idOrRefusal(definition, value)
    return typeof id === 'number' ? [id] : []
  }
  const [found = []] = await look(tx, actor, definition, field, [value])
  return found
}

function theOne([id]: readonly number[]): number {
  if (id === undefined) throw noResource()
  return id
}

/** Several records hold the value: which one was meant, the client must say by its address. */
const several = (asked: Asked, { definition }: SObject, ids: readonly number[]): Answer => ({
  status: 300,
  body: ids.map((id) => `${base(asked)}/sobjects/${definition.name}/${encodeId(id)}`),
})
