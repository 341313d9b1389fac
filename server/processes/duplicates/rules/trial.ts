import { definitionOf } from '../../../ground/objects/catalogue.ts'
import type { FieldValues } from '../../../ground/objects/definition.ts'
import { refuseUnlessHas, type Actor } from '../../../ground/users/actor.ts'
import type { Role } from '../../../../shared/roles.ts'
import type { Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Match, Matchable } from '../duplicate.ts'
import { knowledgeOf } from '../duplicates.ts'
import { findingOf, isFor, isMet, lookAt, type Applying, type Scene } from './check.ts'
import { handlingOn, type DuplicateRule, type Occasion } from './rule.ts'
import { listRules } from './rules.ts'

export const trialOutcomes = ['saved', 'alert', 'block'] as const
export const trialWords = ['blocks', 'alerts', 'reports', 'nothing'] as const
export const trialReasons = [
  'found',
  'switched_off',
  'for_others',
  'conditions',
  'does_nothing',
  'nothing_alike',
] as const

/** What one rule says of a record that is only tried, and why it says nothing. */
export type RuleTrial = {
  readonly rule: DuplicateRule
  readonly says: (typeof trialWords)[number]
  readonly because: (typeof trialReasons)[number]
  readonly matches: readonly Match[]
}

export type Trial = {
  readonly outcome: (typeof trialOutcomes)[number]
  /** What whoever saves would be told. */
  readonly refusal: Refusal | undefined
  readonly rules: readonly RuleTrial[]
}

/** What the rules would say if somebody in a role saved this record now; nothing is saved. Compared with what the actor sees. */
export async function tryRules(
  tx: Tx,
  actor: Actor,
  objectName: Matchable,
  values: FieldValues,
  { on, role }: { readonly on: Occasion; readonly role?: Role },
): Promise<Trial> {
  refuseUnlessHas(actor, 'set_up', 'try duplicate rules')
  const definition = await definitionOf(tx, objectName)
  const tried = { ...actor, role: role ?? actor.role }
  const wish = { allowDuplicates: false }
  const rules = (await listRules(tx)).filter(({ object }) => object === objectName)
  const applying = rules
    .filter((rule) => silenceOf(rule, tried, on) === undefined && isMet(definition, rule, values))
    .map((rule) => ({ rule, handling: handlingOn(rule, on) }))
  const scene: Scene = { tx, actor, knowledge: await knowledgeOf(tx), definition, objectName, wish }
  const [found = []] = applying.length === 0 ? [] : await lookAt(scene, applying, [{ values }])
  const { refusal } = findingOf(definition, tried, wish, found)
  return {
    outcome: refusal === undefined ? 'saved' : refusal.details.facts?.action === 'block' ? 'block' : 'alert',
    refusal,
    rules: rules.map((rule): RuleTrial => {
      const one = found.find((those) => those.rule.id === rule.id)
      if (one !== undefined) return { rule, says: saying(one), because: 'found', matches: one.matches }
      const because =
        silenceOf(rule, tried, on) ?? (isMet(definition, rule, values) ? 'nothing_alike' : ('conditions' as const))
      return { rule, says: 'nothing', because, matches: [] }
    }),
  }
}

function silenceOf(
  rule: DuplicateRule,
  actor: Actor,
  on: Occasion,
): 'switched_off' | 'for_others' | 'does_nothing' | undefined {
  const { action, alert, report } = handlingOn(rule, on)
  if (!rule.isActive) return 'switched_off'
  if (!isFor(rule, actor)) return 'for_others'
  return action === 'allow' && !alert && !report ? 'does_nothing' : undefined
}

const saying = ({ handling }: Applying): 'blocks' | 'alerts' | 'reports' =>
  handling.action === 'block' ? 'blocks' : handling.alert ? 'alerts' : 'reports'
