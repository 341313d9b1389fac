import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { may, type Actor } from '../../../ground/users/actor.ts'
import { dialectRefusal, noResource } from '../dialect/errors.ts'
import { sobjectNamed } from '../dialect/sobjects.ts'
import { createSObjects } from '../dialect/writing.ts'
import { base, isObject, objectIn, part, type Asked, type Here, type Operation } from '../rest/asked.ts'
import { sobjectAt, succeeded } from '../rest/records.ts'

/** Making a record is the one action there is a button for; what a record may become is for its own process. */

type QuickAction = { readonly name: string; readonly label: string; readonly target: string; readonly parent?: string }

const GLOBAL: readonly QuickAction[] = [
  'Lead',
  'Account',
  'Contact',
  'Opportunity',
  'Campaign',
  'Task',
  'Event',
  'Note',
].map((target) => ({ name: `New${target}`, label: `New ${target}`, target }))

/** What is made for a record points to it by this field. */
const OF_RECORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Lead: { Task: 'WhoId', Event: 'WhoId', Note: 'ParentId' },
  Contact: { Task: 'WhoId', Event: 'WhoId', Note: 'ParentId' },
  Account: { Task: 'WhatId', Event: 'WhatId', Note: 'ParentId', Contact: 'AccountId', Opportunity: 'AccountId' },
  Opportunity: { Task: 'WhatId', Event: 'WhatId', Note: 'ParentId' },
  Campaign: { Task: 'WhatId', Event: 'WhatId', Note: 'ParentId' },
}

const ofRecord = ({ name }: ObjectDefinition): readonly QuickAction[] =>
  Object.entries(OF_RECORDS[name] ?? {}).map(([target, parent]) => ({
    name: `${name}.New${target}`,
    label: `New ${target}`,
    target,
    parent,
  }))

const present = (asked: Asked, { name, label, target }: QuickAction, path: string) => ({
  actionEnumOrId: name,
  label,
  name,
  type: 'Create',
  targetSobjectType: target,
  urls: {
    defaultValues: `${base(asked)}${path}/quickActions/${name}/defaultValues`,
    describe: `${base(asked)}${path}/quickActions/${name}/describe`,
    quickAction: `${base(asked)}${path}/quickActions/${name}`,
  },
})

/** The actions offered with a record of this object, as a layout lists them. */
export const quickActionsOf = (asked: Asked, definition: ObjectDefinition) =>
  ofRecord(definition).map((action) => present(asked, action, `/sobjects/${definition.name}`))

const mayMake =
  (actor: Actor) =>
  ({ target }: QuickAction): boolean =>
    may(actor, 'create', target)

/** GET /quickActions */
export const globalActions: Operation = async ({ actor }, asked) => ({
  status: 200,
  body: GLOBAL.filter(mayMake(actor)).map((action) => present(asked, action, '')),
})

/** GET /sobjects/X/quickActions */
export const objectActions: Operation = async (here, asked) => {
  const { definition } = await sobjectAt(here, asked)
  return {
    status: 200,
    body: [
      ...GLOBAL.filter(mayMake(here.actor)).map((action) => present(asked, action, '')),
      ...ofRecord(definition)
        .filter(mayMake(here.actor))
        .map((action) => present(asked, action, `/sobjects/${definition.name}`)),
    ],
  }
}

/** The action an address names, `/quickActions/NewTask` or `/sobjects/Lead/quickActions/Lead.NewTask`. */
async function actionAt(here: Here, asked: Asked): Promise<QuickAction> {
  const isOfObject = part(asked, 0) === 'sobjects'
  const wanted = part(asked, isOfObject ? 3 : 1).toLowerCase()
  const known = isOfObject ? [...GLOBAL, ...ofRecord((await sobjectAt(here, asked)).definition)] : GLOBAL
  const found = known.find(({ name }) => name.toLowerCase() === wanted || name.split('.')[1]?.toLowerCase() === wanted)
  if (found === undefined || !mayMake(here.actor)(found)) throw noResource()
  return found
}

/** GET …/quickActions/name and …/describe */
export const describeAction: Operation = async (here, asked) => {
  const action = await actionAt(here, asked)
  const shown = present(asked, action, part(asked, 0) === 'sobjects' ? `/sobjects/${part(asked, 1)}` : '')
  const { definition } = await sobjectNamed(here.tx, here.actor, here.rooms, action.target)
  return {
    status: 200,
    body: {
      ...shown,
      accessLevelRequired: null,
      canvasApplicationName: null,
      colors: [],
      contextSobjectType: action.parent === undefined ? null : part(asked, 1),
      defaultValues: Object.fromEntries(
        definition.fields.flatMap(({ name, defaultValue }) =>
          defaultValue === undefined ? [] : [[name, defaultValue]],
        ),
      ),
      height: null,
      iconName: null,
      iconUrl: null,
      icons: [],
      layout: null,
      targetParentField: action.parent ?? null,
      targetRecordTypeId: null,
      width: null,
    },
  }
}

/** GET …/quickActions/name/defaultValues[/parentId] */
export const actionDefaults: Operation = async (here, asked) => {
  const action = await actionAt(here, asked)
  const { definition } = await sobjectNamed(here.tx, here.actor, here.rooms, action.target)
  const parentId = asked.path[part(asked, 0) === 'sobjects' ? 5 : 3]
  return {
    status: 200,
    body: {
      attributes: { type: definition.name },
      ...Object.fromEntries(
        definition.fields.flatMap(({ name, defaultValue }) =>
          defaultValue === undefined ? [] : [[name, defaultValue]],
        ),
      ),
      ...(parentId === undefined || action.parent === undefined ? {} : { [action.parent]: parentId }),
    },
  }
}

/** POST …/quickActions/name {contextId, record}: makes the record, for the record it is made for. */
export const runAction: Operation = async (here, asked) => {
  const action = await actionAt(here, asked)
  const { record = {}, contextId } = objectIn(asked.body)
  if (!isObject(record)) throw dialectRefusal('JSON_PARSER_ERROR', 'record must be an object.')
  const sobject = await sobjectNamed(here.tx, here.actor, here.rooms, action.target)
  const context = action.parent === undefined || contextId === undefined ? {} : { [action.parent]: contextId }
  const [made] = await createSObjects(here.tx, here.actor, sobject, [{ ...context, ...record }], { isAlone: true })
  const { id } = succeeded(made)
  return {
    status: 201,
    body: {
      id,
      feedItemIds: null,
      success: true,
      created: true,
      contextId: contextId ?? null,
      errors: [],
      successMessage: null,
    },
  }
}
