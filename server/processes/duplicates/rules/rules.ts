import { definitionOf } from '../../../ground/objects/catalogue.ts'
import { refuseUnlessFitting } from '../../../ground/objects/fits.ts'
import { drawId } from '../../../ground/objects/ids.ts'
import { refuseUnlessHas, type Actor } from '../../../ground/users/actor.ts'
import { announce } from '../../../platform/events.ts'
import { notFound, Refusal } from '../../../platform/errors.ts'
import { rememberedByOrg } from '../../../platform/remembered.ts'
import type { Tx } from '../../../platform/tx.ts'
import { encodeId } from '../../../../shared/ids.ts'
import type { Matchable } from '../duplicate.ts'
import { comparableWith, MOST_ACTIVE, type DuplicateRule } from './rule.ts'
import { deleteRule, insertRule, lockRules, orderRules, ruleById, ruleRows, updateRule } from './rules.sql.ts'

/** How long a process may go on with the rules it knows when another one changes them. */
const STALE_AFTER_MS = 2000

const remembered = rememberedByOrg<readonly DuplicateRule[]>(STALE_AFTER_MS, ruleRows)

/** Called when this process changed the rules. */
export const forgetRules = (): void => remembered.forget()

/** The org's rules for records of an object that are switched on, in the order they are asked. */
export const activeRules = async (tx: Tx, object: Matchable): Promise<readonly DuplicateRule[]> =>
  (await remembered(tx)).filter((rule) => rule.object === object && rule.isActive)

/** All rules as they are now, each object's in the order they are asked. */
export const listRules = (tx: Tx): Promise<readonly DuplicateRule[]> => ruleRows(tx)

export type RuleDraft = Omit<DuplicateRule, 'id' | 'apiName' | 'sortOrder' | 'version'>
export type RuleChange = Partial<Omit<RuleDraft, 'object'>>

/** Makes a rule, asked after the others of its object. */
export async function makeRule(tx: Tx, actor: Actor, draft: RuleDraft): Promise<DuplicateRule> {
  mustSetUp(actor)
  await lockRules(tx)
  const present = await ruleRows(tx)
  const id = await drawId(tx, 'DuplicateRule')
  const sortOrder =
    1 + Math.max(0, ...present.filter(({ object }) => object === draft.object).map((one) => one.sortOrder))
  const rule = { ...draft, id, sortOrder, apiName: apiNameOf(draft.label, present), version: 1 }
  await refuseUnlessSound(tx, rule, present)
  await insertRule(tx, actor.userId, rule)
  return changed(tx, actor, await found(tx, id))
}

/** Changes a rule; what is left out stays. Throws `stale` when `ifVersion` no longer holds. */
export async function changeRule(
  tx: Tx,
  actor: Actor,
  id: number,
  change: RuleChange,
  ifVersion?: number,
): Promise<DuplicateRule> {
  mustSetUp(actor)
  await lockRules(tx)
  const before = await found(tx, id)
  if (ifVersion !== undefined && ifVersion !== before.version)
    throw new Refusal(
      'stale',
      'Somebody changed this rule since you read it. Read it again, and make your change on top.',
      {
        kind: 'stale',
        facts: { version: before.version },
      },
    )
  const rule = { ...before, ...change }
  await refuseUnlessSound(tx, rule, await ruleRows(tx))
  await updateRule(tx, actor.userId, rule)
  return changed(tx, actor, await found(tx, id))
}

/** Removes a rule, with the sets it reported. */
export async function removeRule(tx: Tx, actor: Actor, id: number): Promise<void> {
  mustSetUp(actor)
  await lockRules(tx)
  const rule = await found(tx, id)
  await deleteRule(tx, id)
  changed(tx, actor, rule)
}

/** Says in which order the rules of an object are asked: all of them, each once. */
export async function arrangeRules(tx: Tx, actor: Actor, object: Matchable, ids: readonly number[]): Promise<void> {
  mustSetUp(actor)
  await lockRules(tx)
  const present = (await ruleRows(tx)).filter((rule) => rule.object === object)
  const isComplete = ids.length === present.length && present.every(({ id }) => ids.includes(id))
  if (!isComplete)
    throw new Refusal(
      'order_incomplete',
      `An order names each of the ${present.length} ${object.toLowerCase()} rules once. Somebody may have made or deleted one; read them again.`,
      { kind: 'conflict', field: 'ids' },
    )
  await orderRules(tx, object, ids)
  const [first] = present
  if (first !== undefined) changed(tx, actor, first)
}

const mustSetUp = (actor: Actor): void => refuseUnlessHas(actor, 'set_up', 'change duplicate rules')

async function found(tx: Tx, id: number): Promise<DuplicateRule> {
  const rule = await ruleById(tx, id)
  if (rule === undefined) throw notFound('duplicate rule', encodeId(id))
  return rule
}

function changed(tx: Tx, actor: Actor, rule: DuplicateRule): DuplicateRule {
  forgetRules()
  tx.afterCommit.push(forgetRules)
  announce(tx, {
    type: 'duplicate_rule.changed',
    recordIds: [rule.id],
    actorId: actor.userId,
    payload: { name: rule.label },
  })
  return rule
}

/** A name for tools, out of the label: letters, digits and underscores, and no other rule's. */
function apiNameOf(label: string, present: readonly DuplicateRule[]): string {
  const words = label
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
  const name = (words === '' ? 'Rule' : words).slice(0, 60)
  const taken = new Set(present.map(({ apiName }) => apiName.toLowerCase()))
  const free = (n: number): string =>
    taken.has((n === 1 ? name : `${name}_${n}`).toLowerCase()) ? free(n + 1) : n === 1 ? name : `${name}_${n}`
  return free(1)
}

async function refuseUnlessSound(tx: Tx, rule: DuplicateRule, present: readonly DuplicateRule[]): Promise<void> {
  const { object, compares, conditions, isActive } = rule
  if (compares.length === 0)
    throw new Refusal('nothing_compared', 'A rule compares with something. Choose at least one kind of record.', {
      field: 'compares',
    })
  const strange = compares.find((one) => !comparableWith[object].includes(one.object))
  if (strange !== undefined)
    throw new Refusal(
      'not_comparable',
      `A ${object.toLowerCase()} cannot be compared with ${strange.object.toLowerCase()}s. It can be with ${comparableWith[object].map((one) => `${one.toLowerCase()}s`).join(', ')}.`,
      { field: 'compares', value: strange.object },
    )
  if (new Set(compares.map((one) => one.object)).size < compares.length)
    throw new Refusal('compared_twice', 'A rule compares with each kind of record once.', { field: 'compares' })
  if (conditions !== null) refuseUnlessFitting(await definitionOf(tx, object), conditions)
  const others = present.filter((one) => one.object === object && one.isActive && one.id !== rule.id)
  if (isActive && others.length >= MOST_ACTIVE)
    throw new Refusal(
      'too_many_rules',
      `${MOST_ACTIVE} rules for ${object.toLowerCase()}s are on already, and more would contradict each other. Switch one off first, or change one of them.`,
      { field: 'isActive', rule: `At most ${MOST_ACTIVE} rules an object are on.` },
    )
}
