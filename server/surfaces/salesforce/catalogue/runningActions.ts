import { decodeId, encodeId, objectOfId } from '../../../../shared/ids.ts'
import { isDerived, type Field, type FieldValue, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { sobjectNamed } from '../dialect/sobjects.ts'
import { createSObjects } from '../dialect/writing.ts'
import { isObject, objectIn, part, type Asked, type Operation } from '../rest/asked.ts'
import { succeeded } from '../rest/records.ts'
import { actionLayout } from './layouts.ts'
import { actionAt, parentFieldOf, presentAction, type QuickAction } from './quickActions.ts'

/** GET …/quickActions/name and …/describe */
export const describeAction: Operation = async (here, asked) => {
  const action = await actionAt(here, asked)
  const sobject = await sobjectNamed(here.tx, here.actor, here.rooms, action.target)
  return {
    status: 200,
    body: {
      ...presentAction(asked, action, isOfObject(asked) ? `/sobjects/${part(asked, 1)}` : ''),
      accessLevelRequired: null,
      canvasApplicationName: null,
      colors: [],
      contextSobjectType: action.of ?? null,
      defaultValues: startingValues(action, sobject.definition),
      height: null,
      iconName: null,
      iconUrl: null,
      icons: [],
      layout: await actionLayout(here, sobject),
      targetParentField: action.of === undefined ? null : (parentFieldOf(action, action.of) ?? null),
      targetRecordTypeId: null,
      width: null,
    },
  }
}

const isOfObject = (asked: Asked): boolean => part(asked, 0) === 'sobjects'

/** GET …/quickActions/name/defaultValues[/contextId]: every field of its form, blank or as it starts. */
export const actionDefaults: Operation = async (here, asked) => {
  const action = await actionAt(here, asked)
  const { definition } = await sobjectNamed(here.tx, here.actor, here.rooms, action.target)
  const blank = definition.fields.filter(isOnForm).map(({ name }) => [name, null])
  return {
    status: 200,
    body: {
      attributes: { type: definition.name },
      ...Object.fromEntries(blank),
      ...startingValues(action, definition),
      ...pointingTo(action, asked.path[isOfObject(asked) ? 5 : 3]),
    },
  }
}

const isOnForm = (field: Field): boolean =>
  field.forTools !== true && field.type !== 'id' && field.readOnly === undefined && !isDerived(field)

const startingValues = (action: QuickAction, { fields }: ObjectDefinition): Record<string, FieldValue> => ({
  ...Object.fromEntries(
    fields.flatMap(({ name, defaultValue }) => (defaultValue === undefined ? [] : [[name, defaultValue]])),
  ),
  ...action.values,
})

/** The field by which what is made points to the record it is made for, if it may. */
function pointingTo(action: QuickAction, contextId: unknown): Record<string, string> {
  if (contextId === undefined || contextId === null) return {}
  const id = typeof contextId === 'string' ? decodeId(contextId) : undefined
  if (id === undefined)
    throw dialectRefusal(
      'MALFORMED_ID',
      `contextId: malformed id ${typeof contextId === 'string' ? contextId.slice(0, 80) : ''}`,
    )
  const field = parentFieldOf(action, objectOfId(id) ?? '')
  return field === undefined ? {} : { [field]: encodeId(id) }
}

/** POST …/quickActions/name {contextId, record}: makes the record, for the record it is made for. */
export const runAction: Operation = async (here, asked) => {
  const action = await actionAt(here, asked)
  const { record = {}, contextId } = objectIn(asked.body)
  if (!isObject(record)) throw dialectRefusal('JSON_PARSER_ERROR', 'record must be an object.')
  const sobject = await sobjectNamed(here.tx, here.actor, here.rooms, action.target)
  const started = { ...action.values, ...pointingTo(action, contextId), ...record }
  const [made] = await createSObjects(here.tx, here.actor, sobject, [started], { isAlone: true })
  const { id } = succeeded(made)
  return {
    status: 201,
    body: {
      id,
      feedItemIds: [],
      success: true,
      created: true,
      contextId: contextId ?? null,
      errors: [],
      successMessage: null,
    },
  }
}
