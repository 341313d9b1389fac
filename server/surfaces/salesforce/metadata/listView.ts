import { ME } from '../../../../shared/relativeFilter.ts'
import { findDefinition } from '../../../ground/objects/catalogue.ts'
import type { Filter } from '../../../ground/objects/filter.ts'
import type { ListView } from '../../../records/views/view.ts'
import { listSharedViews } from '../../../records/views/views.ts'
import type { Tx } from '../../../platform/tx.ts'
import { columnsOfView } from '../catalogue/listViews.ts'
import type { ComponentType, Save } from './componentType.ts'
import { invalid } from './customField.ts'
import { textIn, xmlOf, type PlainObject } from './plain.ts'

/** List views everybody has, as parts of their objects: what they show, and their conditions numbered as the field does. */

type Condition = Extract<Filter, { readonly field: string }>

const nameOf = ({ objectName, apiName }: ListView): string => `${objectName}.${apiName}`

async function metadataOfView(tx: Tx, view: ListView): Promise<PlainObject> {
  const definition = await findDefinition(tx, view.objectName)
  const isMine = view.filter !== null && saysMine(view.filter)
  const conditions: Condition[] = []
  const logic = view.filter === null ? '' : logicOf(isMine ? withoutMine(view.filter) : view.filter, conditions)
  return {
    fullName: nameOf(view),
    ...(/OR|NOT/.test(logic) ? { booleanFilter: logic } : {}),
    columns: definition === undefined ? [] : columnsOfView(definition, view).map(({ name }) => name),
    filterScope: isMine ? 'Mine' : 'Everything',
    filters: conditions.map(metadataOfCondition),
    label: view.label,
  }
}

const isMineAlone = (one: Filter): boolean =>
  'field' in one && one.field === 'OwnerId' && one.op === 'eq' && one.value === ME

/** Whether the view shows what belongs to who looks, which the field says beside the conditions. */
const saysMine = (filter: Filter): boolean => isMineAlone(filter) || ('and' in filter && filter.and.some(isMineAlone))

const withoutMine = (filter: Filter): Filter =>
  'and' in filter ? { and: filter.and.filter((one) => !isMineAlone(one)) } : { and: [] }

/** `1 AND (2 OR 3)`; the conditions are added in the order of their numbers. */
function logicOf(filter: Filter, conditions: Condition[]): string {
  if ('field' in filter) return String(conditions.push(filter))
  if ('not' in filter) return `NOT(${logicOf(filter.not, conditions)})`
  const [parts, word] = 'and' in filter ? [filter.and, ' AND '] : [filter.or, ' OR ']
  const said = parts.map((one) => logicOf(one, conditions)).filter((one) => one !== '')
  return said.length > 1 ? `(${said.join(word)})` : (said[0] ?? '')
}

const OPERATIONS = {
  eq: 'equals',
  ne: 'notEqual',
  lt: 'lessThan',
  le: 'lessOrEqual',
  gt: 'greaterThan',
  ge: 'greaterOrEqual',
  contains: 'contains',
  startsWith: 'startsWith',
  in: 'equals',
  notIn: 'notEqual',
  isNull: 'equals',
  notNull: 'notEqual',
} as const satisfies Record<Condition['op'], string>

const metadataOfCondition = ({ field, op, value }: Condition): PlainObject => ({
  field,
  operation: OPERATIONS[op],
  ...(op === 'isNull' || op === 'notNull' ? {} : { value: [value].flat().map(wordOf).join(',') }),
})

/** Conditions compare with texts, numbers and switches. */
const wordOf = (value: unknown): string =>
  typeof value === 'boolean'
    ? value
      ? '1'
      : '0'
    : typeof value === 'string' || typeof value === 'number'
      ? String(value)
      : ''

/** A list view sent back as it was read changes nothing. */
const saveListView: Save = async (tx, _actor, metadata) => {
  const fullName = textIn(metadata.fullName)
  const [before] = await listView.read(tx, [fullName])
  if (before !== undefined && xmlOf({ ...before, fullName }) === xmlOf(metadata)) return
  throw invalid(
    `List views are made and changed where lists are, not through Metadata API. Take '${fullName.slice(0, 120)}' out of the package.`,
  )
}

export const listView: ComponentType = {
  xmlName: 'ListView',
  directoryName: 'objects',
  suffix: 'object',
  inObjectAs: 'listViews',
  list: async (tx) =>
    (await listSharedViews(tx)).map((view) => ({
      fullName: nameOf(view),
      id: view.id,
      file: `objects/${view.objectName}.object`,
    })),
  read: async (tx, fullNames) => {
    const views = new Map((await listSharedViews(tx)).map((view) => [nameOf(view).toLowerCase(), view]))
    return Promise.all(
      fullNames.map(async (name) => {
        const view = views.get(name.toLowerCase())
        return view === undefined ? undefined : metadataOfView(tx, view)
      }),
    )
  },
  create: saveListView,
  update: saveListView,
}
