import { encodeId } from '../../../../shared/ids.ts'
import { fieldNamed, numberOf } from '../../../ground/objects/definition.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import { recentlyViewed } from '../../../ground/users/recent.ts'
import { describeGlobal, describeShortly, describeSObject } from '../dialect/describe.ts'
import { attributesOf } from '../dialect/records.ts'
import type { SObject } from '../dialect/sobjects.ts'
import { part, type Asked, type Here, type Operation } from '../rest/asked.ts'
import { sobjectAt } from '../rest/records.ts'
import { describeChangeEvent } from './changeEvents.ts'
import { unlessKnown } from './unchanged.ts'

/** GET /sobjects */
export const everyObject: Operation = async ({ tx, actor, rooms }, asked) =>
  unlessKnown(asked, await describeGlobal(tx, actor, rooms, asked.version))

/** GET /sobjects/X/describe */
export const wholeObject: Operation = async (here, asked) => {
  const changeEvent = await describeChangeEvent(here, asked, part(asked, 1))
  if (changeEvent !== undefined) return unlessKnown(asked, changeEvent)
  const { definition } = await sobjectAt(here, asked)
  const { tx, actor, rooms } = here
  return unlessKnown(asked, await describeSObject(tx, actor, rooms, definition.name, asked.version))
}

const RECENT_OF_ONE = 10

/** GET /sobjects/X */
export const objectInShort: Operation = async (here, asked) => {
  const sobject = await sobjectAt(here, asked)
  return {
    status: 200,
    body: {
      objectDescribe: describeShortly(here.actor, sobject, asked.version),
      recentItems: await recentOf(here, asked, sobject),
    },
  }
}

async function recentOf({ tx, actor }: Here, asked: Asked, { definition }: SObject) {
  const number = numberOf(definition)
  if (number === undefined) return []
  const items = await recentlyViewed(tx, actor, { number, limit: RECENT_OF_ONE })
  const ids = items.map(({ id }) => id)
  const records = await recordsById(tx, actor, definition, ids, ['Id', definition.nameField])
  const byId = new Map(records.map((record) => [record.Id, record]))
  const shownName = fieldNamed(definition, definition.nameField)?.name ?? 'Name'
  return ids.flatMap((id) => {
    const record = byId.get(id)
    if (record === undefined) return []
    const shown = encodeId(id)
    return [
      { attributes: attributesOf(definition.name, shown, asked.version), Id: shown, [shownName]: record[shownName] },
    ]
  })
}

/** GET /sobjects/X/defaultValues?recordTypeId&fields: what a new record starts with. */
export const defaultValues: Operation = async (here, asked) => {
  const { definition } = await sobjectAt(here, asked)
  const wanted = asked.query['fields']?.toLowerCase().split(',')
  return {
    status: 200,
    body: Object.fromEntries(
      definition.fields.flatMap(({ name, defaultValue }) =>
        defaultValue === undefined || (wanted !== undefined && !wanted.includes(name.toLowerCase()))
          ? []
          : [[name, defaultValue]],
      ),
    ),
  }
}

/** GET /sobjects/X/describe/approvalLayouts: nothing is approved by others here. */
export const noApprovalLayouts: Operation = async (here, asked) => {
  await sobjectAt(here, asked)
  return { status: 200, body: { approvalLayouts: [] } }
}
