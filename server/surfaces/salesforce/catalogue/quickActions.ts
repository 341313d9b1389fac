import type { FieldValues, ObjectDefinition } from '../../../ground/objects/definition.ts'
import { may, type Actor } from '../../../ground/users/actor.ts'
import { COMPLETED } from '../../../records/activities/activity.ts'
import { noResource } from '../dialect/errors.ts'
import { base, part, type Asked, type Here, type Operation } from '../rest/asked.ts'
import { sobjectAt } from '../rest/records.ts'

/** Making a record is what there are buttons for, a call that was made among them; what a record may become is for its own process. */

export type QuickAction = {
  readonly name: string
  readonly label: string
  readonly type: 'Create' | 'LogACall'
  readonly target: string
  /** What the record made starts with, besides what every such record does. */
  readonly values?: FieldValues
  /** The object whose records it stands at. */
  readonly of?: string
}

const CALL: Omit<QuickAction, 'name'> = {
  label: 'Log a Call',
  type: 'LogACall',
  target: 'Task',
  values: { Subject: 'Call', Status: COMPLETED, TaskSubtype: 'Call' },
}

const GLOBAL: readonly QuickAction[] = [
  ...['Lead', 'Account', 'Contact', 'Opportunity', 'Campaign', 'Task', 'Event', 'Note'].map((target) => ({
    name: `New${target}`,
    label: `New ${target}`,
    type: 'Create' as const,
    target,
  })),
  { ...CALL, name: 'LogACall' },
]

/** What is made for a record points to it by this field. */
const OF_RECORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Lead: { Task: 'WhoId', Event: 'WhoId', Note: 'ParentId' },
  Contact: { Task: 'WhoId', Event: 'WhoId', Note: 'ParentId' },
  Account: { Task: 'WhatId', Event: 'WhatId', Note: 'ParentId', Contact: 'AccountId', Opportunity: 'AccountId' },
  Opportunity: { Task: 'WhatId', Event: 'WhatId', Note: 'ParentId' },
  Campaign: { Task: 'WhatId', Event: 'WhatId', Note: 'ParentId' },
}

/** The field by which what an action makes points to a record of this object; undefined where it does not. */
export const parentFieldOf = ({ target }: QuickAction, objectName: string): string | undefined =>
  OF_RECORDS[objectName]?.[target]

const ofRecord = ({ name }: ObjectDefinition): readonly QuickAction[] => {
  const targets = Object.keys(OF_RECORDS[name] ?? {})
  const making = targets.map((target) => ({
    name: `${name}.New${target}`,
    label: `New ${target}`,
    type: 'Create' as const,
    target,
    of: name,
  }))
  return targets.includes(CALL.target) ? [...making, { ...CALL, name: `${name}.LogACall`, of: name }] : making
}

/** An action in a list; `path` is where its object's addresses begin. */
export const presentAction = (asked: Asked, { name, label, type, target }: QuickAction, path: string) => ({
  actionEnumOrId: name,
  label,
  name,
  type,
  targetSobjectType: target,
  urls: {
    defaultValues: `${base(asked)}${path}/quickActions/${name}/defaultValues`,
    describe: `${base(asked)}${path}/quickActions/${name}/describe`,
    quickAction: `${base(asked)}${path}/quickActions/${name}`,
  },
})

/** The actions offered with a record of this object, as a layout lists them. */
export const quickActionsOf = (asked: Asked, definition: ObjectDefinition) =>
  ofRecord(definition).map((action) => presentAction(asked, action, `/sobjects/${definition.name}`))

const mayMake =
  (actor: Actor) =>
  ({ target }: QuickAction): boolean =>
    may(actor, 'create', target)

/** GET /quickActions */
export const globalActions: Operation = async ({ actor }, asked) => ({
  status: 200,
  body: GLOBAL.filter(mayMake(actor)).map((action) => presentAction(asked, action, '')),
})

/** GET /sobjects/X/quickActions */
export const objectActions: Operation = async (here, asked) => {
  const { definition } = await sobjectAt(here, asked)
  return {
    status: 200,
    body: [
      ...GLOBAL.filter(mayMake(here.actor)).map((action) => presentAction(asked, action, '')),
      ...ofRecord(definition)
        .filter(mayMake(here.actor))
        .map((action) => presentAction(asked, action, `/sobjects/${definition.name}`)),
    ],
  }
}

/** The action an address names, `/quickActions/NewTask` or `/sobjects/Lead/quickActions/Lead.NewTask`. */
export async function actionAt(here: Here, asked: Asked): Promise<QuickAction> {
  const isOfObject = part(asked, 0) === 'sobjects'
  const wanted = part(asked, isOfObject ? 3 : 1).toLowerCase()
  const known = isOfObject ? [...GLOBAL, ...ofRecord((await sobjectAt(here, asked)).definition)] : GLOBAL
  const found = known.find(({ name }) => name.toLowerCase() === wanted || name.split('.')[1]?.toLowerCase() === wanted)
  if (found === undefined || !mayMake(here.actor)(found)) throw noResource()
  return found
}
