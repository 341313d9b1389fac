import { encodeId } from '../../../shared/ids.ts'
import { resolveFilter } from '../../../shared/relativeFilter.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { fieldNamed, type ObjectDefinition } from '../../ground/objects/definition.ts'
import { compileFilter, unknownField, type Filter } from '../../ground/objects/filter.ts'
import { drawId } from '../../ground/objects/ids.ts'
import { readSort } from '../../ground/objects/sort.ts'
import { has, refuseUnlessHas, refuseUnlessInScope, refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { chosenTimeZone } from '../../ground/users/users.ts'
import { forbidden, notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { isStandard, madeColumns, type ListView, type ViewDraft } from './view.ts'
import {
  deleteDefault,
  deleteDefaultsOfOthers,
  deleteView,
  insertView,
  lockedView,
  saveDefault,
  sharedViews,
  takenNames,
  updateView,
  viewsOf,
  viewWithin,
} from './views.sql.ts'

const LONGEST_NAME = 40
const MOST_OWN = 200

/** The list views of an object the actor may use: what came with Assay, what is shared, and their own. */
export async function listViewsOf(tx: Tx, actor: Actor, objectName: string): Promise<ListView[]> {
  const definition = await definitionOf(tx, objectName)
  refuseUnlessMay(actor, 'read', definition)
  return viewsOf(tx, actor, definition.name)
}

/** The list views everybody has, of all objects, for who sets the org up: at most 5,000. */
export const listSharedViews = (tx: Tx): Promise<ListView[]> => sharedViews(tx)

/** One list view within the actor's reach; throws not_found. */
export async function getListView(tx: Tx, actor: Actor, id: number): Promise<ListView> {
  const view = await viewWithin(tx, actor, id)
  if (view === undefined) throw notFound('list view', encodeId(id))
  refuseUnlessMay(actor, 'read', await definitionOf(tx, view.objectName))
  return view
}

/** The view's filter for who asks, now: `$me` and periods as plain values, as lists take it. Undefined: everything. */
export async function filterOfView(
  tx: Tx,
  actor: Actor,
  { objectName, filter }: ListView,
): Promise<Filter | undefined> {
  return filter === null ? undefined : plainFilter(tx, actor, await definitionOf(tx, objectName), filter)
}

/** Keeps a list view of the actor's own. Sharing it needs `share_views`. */
export async function createListView(
  tx: Tx,
  actor: Actor,
  objectName: string,
  draft: ViewDraft & { readonly label: string },
): Promise<ListView> {
  refuseUnlessInScope(actor, 'edit')
  const owner = personOf(actor)
  const definition = await definitionOf(tx, objectName)
  refuseUnlessMay(actor, 'read', definition)
  if (draft.isShared === true) refuseUnlessHas(actor, 'share_views', 'share list views with everybody')
  await refuseUnfit(tx, actor, definition, draft)
  const taken = await takenNames(tx, owner, definition.name, 0)
  if (taken.filter(({ isOwn }) => isOwn).length >= MOST_OWN) throw tooMany()
  const label = freeName(draft.label, taken)
  const id = await drawId(tx, 'ListView')
  await insertView(tx, owner, {
    id,
    objectName: definition.name,
    apiName: apiNameFor(label, new Set(taken.map(({ apiName }) => apiName))),
    label,
    filter: draft.filter ?? null,
    sort: draft.sort || null,
    columns: draft.columns ?? null,
    sharedAt: draft.isShared === true ? tx.now : null,
  })
  return getListView(tx, actor, id)
}

/** Changes a list view: one's own, or a shared one for who has `share_views`. `ifVersion` is the one they saw. */
export async function changeListView(
  tx: Tx,
  actor: Actor,
  id: number,
  draft: ViewDraft,
  ifVersion?: number,
): Promise<ListView> {
  const view = await viewToChange(tx, actor, id)
  if (ifVersion !== undefined && ifVersion !== view.version) throw stale(view)
  const isShared = draft.isShared ?? view.sharedAt !== null
  if (isShared && view.sharedAt === null) refuseUnlessHas(actor, 'share_views', 'share list views with everybody')
  await refuseUnfit(tx, actor, await definitionOf(tx, view.objectName), draft)
  const label =
    draft.label === undefined
      ? view.label
      : freeName(draft.label, await takenNames(tx, view.ownerId ?? 0, view.objectName, id))
  await updateView(tx, actor, {
    id,
    label,
    filter: draft.filter === undefined ? view.filter : draft.filter,
    sort: draft.sort === undefined ? view.sort : draft.sort || null,
    columns: draft.columns === undefined ? view.columns : draft.columns,
    sharedAt: isShared ? (view.sharedAt ?? tx.now) : null,
  })
  if (!isShared) await deleteDefaultsOfOthers(tx, view.ownerId, id)
  // Somebody who keeps another's view to its owner may no longer see it.
  return (await viewWithin(tx, actor, id)) ?? { ...view, label, sharedAt: null }
}

/** Deletes a list view; lists that opened with it open as usual again. */
export async function deleteListView(tx: Tx, actor: Actor, id: number): Promise<void> {
  const view = await viewToChange(tx, actor, id)
  await deleteView(tx, view.id)
}

/** The list of this object opens with this view, for this person, from now on. */
export async function openListWith(tx: Tx, actor: Actor, id: number): Promise<void> {
  refuseUnlessInScope(actor, 'edit')
  const view = await getListView(tx, actor, id)
  await saveDefault(tx, personOf(actor), view.objectName, view.id)
}

/** The list opens as usual again. */
export async function openListAsUsual(tx: Tx, actor: Actor, id: number): Promise<void> {
  refuseUnlessInScope(actor, 'edit')
  await deleteDefault(tx, personOf(actor), id)
}

/** Whether the actor may change or delete a view. */
export const mayChange = (actor: Actor, view: Pick<ListView, 'ownerId' | 'sharedAt'>): boolean =>
  !isStandard(view) && (view.ownerId === actor.userId || (view.sharedAt !== null && has(actor, 'share_views')))

async function viewToChange(tx: Tx, actor: Actor, id: number): Promise<ListView> {
  refuseUnlessInScope(actor, 'edit')
  const view = await lockedView(tx, actor, id)
  if (view === undefined) throw notFound('list view', encodeId(id))
  if (mayChange(actor, view)) return view
  if (isStandard(view)) {
    throw new Refusal(
      'standard_view',
      `'${view.label}' came with Assay and stays as it is. Save what you see as a view of your own.`,
      { kind: 'forbidden', rule: 'A list view that came with Assay is neither changed nor deleted.' },
    )
  }
  throw forbidden(
    `'${view.label}' belongs to somebody else. Its owner, a manager or an administrator may change it; you can save it as a view of your own.`,
  )
}

/** Tries the filter, the order and the columns as the list will. */
async function refuseUnfit(tx: Tx, actor: Actor, definition: ObjectDefinition, draft: ViewDraft): Promise<void> {
  if (draft.filter) compileFilter(definition, await plainFilter(tx, actor, definition, draft.filter), 't')
  if (draft.sort) readSort(definition, draft.sort)
  for (const name of draft.columns ?? []) {
    if (fieldNamed(definition, name) === undefined && madeColumns[definition.name]?.includes(name) !== true)
      throw unknownField(definition, name)
  }
}

const plainFilter = async (tx: Tx, actor: Actor, definition: ObjectDefinition, filter: Filter): Promise<Filter> =>
  resolveFilter(filter, {
    userId: actor.userId === null ? '' : encodeId(actor.userId),
    now: tx.now,
    timeZone: (await chosenTimeZone(tx, actor.userId)) ?? 'UTC',
    typeOf: (name) => fieldNamed(definition, name)?.type,
  })

function personOf({ userId }: Actor): number {
  if (userId !== null) return userId
  throw forbidden('A list view belongs to a person, and the program is none.')
}

function freeName(given: string, taken: readonly { readonly label: string; readonly isOwn: boolean }[]): string {
  const label = given.trim().replaceAll(/\s+/g, ' ')
  if (label === '' || label.length > LONGEST_NAME) {
    throw new Refusal('invalid_value', `A list view's name has 1 to ${LONGEST_NAME} characters.`, {
      field: 'Name',
      value: given.slice(0, 100),
      rule: `A list view's name has 1 to ${LONGEST_NAME} characters.`,
    })
  }
  if (taken.some((one) => one.isOwn && one.label === label.toLowerCase())) {
    throw new Refusal('duplicate_value', `You have a list view called '${label}' already. Choose another name.`, {
      kind: 'conflict',
      field: 'Name',
      value: label,
      rule: 'A person calls one list view of an object by a name.',
    })
  }
  return label
}

const tooMany = (): Refusal =>
  new Refusal('too_many_views', `You keep ${MOST_OWN} list views of this list. Delete one that you no longer use.`)

const stale = (view: ListView): Refusal =>
  new Refusal('stale', `Somebody changed '${view.label}' since you read it. Read it again, and decide.`, {
    kind: 'stale',
  })

/** `Hot leads, EMEA` → `Hot_leads_EMEA`; a number behind it where another view has that name. */
function apiNameFor(label: string, taken: ReadonlySet<string>): string {
  const words = label
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  const plain = /^[A-Za-z]/.test(words) ? words : `View_${words}`.replace(/_$/, '')
  for (let at = 1; ; at++) {
    const name = at === 1 ? plain : `${plain}_${at}`
    if (!taken.has(name)) return name
  }
}
