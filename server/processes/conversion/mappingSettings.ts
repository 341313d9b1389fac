import { canBeKeptIn, keptByConversion, targets, type Mapping, type Target } from '../../../shared/conversionMapping.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { fieldNamed, isDerived, type ObjectDefinition } from '../../ground/objects/definition.ts'
import { unknownField } from '../../ground/objects/filter.ts'
import { keepSetting } from '../../ground/orgs/settings.ts'
import { type SetupValue, valuesChanged } from '../../ground/orgs/setupArea.ts'
import { refuseUnlessHas, type Actor } from '../../ground/users/actor.ts'
import { refuseAny, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { conversionSettings } from './conversions.sql.ts'
import { mappingFor, type MappingSetting } from './mapping.ts'
import { mappingIn } from './scene.ts'

/** Where a lead's fields go when it is converted, as it is and as it came. */
export type MappingInForce = { readonly mapping: Mapping; readonly standard: Mapping }

export async function readMapping(tx: Tx): Promise<MappingInForce> {
  return {
    mapping: await mappingFor(tx, mappingIn(await conversionSettings(tx))),
    standard: await mappingFor(tx, {}),
  }
}

/**
 * Says where fields of a lead go: field of the target → field of the lead, or null for one that stays empty. What is left out
 * stays as it is. Needs `set_up`; refuses fields that are not there, are not set by hand, or whose kinds do not fit.
 */
export async function changeMapping(tx: Tx, actor: Actor, changes: MappingSetting): Promise<MappingInForce> {
  refuseUnlessHas(actor, 'set_up', 'say where fields of a lead go')
  const lead = await definitionOf(tx, 'Lead')
  const refusals: Refusal[] = []
  const { standard } = await readMapping(tx)
  const kept = mappingIn(await conversionSettings(tx))
  const next: Record<string, Record<string, string | null>> = {}
  for (const target of targets) {
    const definition = await definitionOf(tx, target)
    const read = Object.entries(changes[target] ?? {}).map(([to, from]) => entryOf(definition, lead, to, from))
    refusals.push(...read.filter((one) => one instanceof Refusal))
    const wanted = {
      ...kept[target],
      ...Object.fromEntries(read.filter((one): one is Entry => !(one instanceof Refusal))),
    }
    next[target] = Object.fromEntries(
      // What is as it came needs no word.
      Object.entries(wanted).filter(([to, from]) => (standard[target][to] ?? null) !== from),
    )
  }
  refuseAny(refusals)
  const before = await mappingFor(tx, kept)
  await keepSetting(tx, actor, 'conversion_mapping', next)
  const { mapping: after, ...rest } = await readMapping(tx)
  announce(tx, {
    type: 'conversion_mapping.changed',
    recordIds: [tx.org.id],
    actorId: actor.userId,
    payload: { values: targets.flatMap((target) => namedAfter(target, valuesChanged(before[target], after[target]))) },
  })
  return { mapping: after, ...rest }
}

const namedAfter = (target: Target, values: readonly SetupValue[]): readonly SetupValue[] =>
  values.map((value) => ({ ...value, name: `${target} ${value.name}` }))

type Entry = readonly [field: string, from: string | null]

function entryOf(target: ObjectDefinition, lead: ObjectDefinition, to: string, from: string | null): Entry | Refusal {
  const goal = fieldNamed(target, to)
  if (goal === undefined) return unknownField(target, to)
  if (goal.readOnly !== undefined || isDerived(goal) || keptByConversion[target.name as Target].includes(goal.name))
    return new Refusal('field_not_mapped', `${goal.label} of ${target.label} is set by conversion itself.`, {
      field: `${target.name}.${goal.name}`,
    })
  if (from === null) return [goal.name, null]
  const source = fieldNamed(lead, from)
  if (source === undefined) return unknownField(lead, from)
  return canBeKeptIn(source, goal)
    ? [goal.name, source.name]
    : new Refusal(
        'kinds_do_not_fit',
        `${source.label} of a lead (${source.type}) cannot go into ${goal.label} (${goal.type}). Choose a field of the same kind.`,
        { field: `${target.name}.${goal.name}`, value: source.name, rule: 'A field goes into one of its own kind.' },
      )
}
