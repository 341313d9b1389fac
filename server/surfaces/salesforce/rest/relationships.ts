import { definitionOfId } from '../../../ground/objects/catalogue.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import { may } from '../../../ground/users/actor.ts'
import { noResource } from '../dialect/errors.ts'
import { sobjectOf, type SObject } from '../dialect/sobjects.ts'
import { objectIn, part, type Answer, type Asked, type Here } from './asked.ts'
import { childrenPage } from './children.ts'
import { changeById, idInPath, recordAnswer, removeById } from './records.ts'

/** Where a path of relationships leads: a record, or the records that point to one. */
type Place = { readonly sobject: SObject; readonly id: number }

const MOST_STEPS = 5

/** GET /sobjects/Contact/id/Account/Owner, or /sobjects/Account/id/Contacts: the record there, or a page of them. */
export async function readRelated(here: Here, asked: Asked, sobject: SObject): Promise<Answer> {
  const steps = stepsIn(asked)
  const from = { sobject, id: idInPath(sobject, part(asked, 2)) }
  const before = await walk(here, from, steps.slice(0, -1))
  const last = steps.at(-1) ?? ''
  if (isParent(before.sobject, last)) {
    const { sobject: target, id } = await walk(here, before, [last])
    return recordAnswer(here, asked, target, id)
  }
  // What points to a record is shown only to who may see that record.
  if ((await recordsById(here.tx, here.actor, before.sobject.definition, [before.id], ['Id'])).length === 0)
    throw noResource()
  return childrenPage(here, asked, before.sobject.definition, { id: before.id, relationship: last })
}

/** PATCH /sobjects/Contact/id/Account changes the account. */
export async function changeRelated(here: Here, asked: Asked, sobject: SObject): Promise<Answer> {
  const { sobject: target, id } = await placeAt(here, asked, sobject)
  return changeById(here, asked, target, id, objectIn(asked.body))
}

/** DELETE /sobjects/Contact/id/Account deletes the account. */
export async function removeRelated(here: Here, asked: Asked, sobject: SObject): Promise<Answer> {
  const { sobject: target, id } = await placeAt(here, asked, sobject)
  return removeById(here, asked, target, id)
}

const placeAt = (here: Here, asked: Asked, sobject: SObject): Promise<Place> =>
  walk(here, { sobject, id: idInPath(sobject, part(asked, 2)) }, stepsIn(asked))

function stepsIn({ path }: Asked): readonly string[] {
  const steps = path.slice(3)
  if (steps.length === 0 || steps.length > MOST_STEPS) throw noResource()
  return steps
}

const parentOf = ({ definition }: SObject, relationship: string) =>
  definition.fields.find(({ relationshipName }) => relationshipName?.toLowerCase() === relationship.toLowerCase())

const isParent = (sobject: SObject, relationship: string): boolean => parentOf(sobject, relationship) !== undefined

/** One statement a step, and each step only over what the actor may see. */
async function walk({ tx, actor, rooms }: Here, from: Place, steps: readonly string[]): Promise<Place> {
  let { sobject, id } = from
  for (const step of steps) {
    const field = parentOf(sobject, step)
    if (field === undefined) throw noResource()
    const [record] = await recordsById(tx, actor, sobject.definition, [id], [field.name])
    const next = record?.[field.name]
    const definition = typeof next === 'number' ? await definitionOfId(tx, next) : undefined
    if (typeof next !== 'number' || definition === undefined || !may(actor, 'read', definition)) throw noResource()
    sobject = sobjectOf(rooms, definition)
    id = next
  }
  return { sobject, id }
}
