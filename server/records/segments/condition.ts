import { z } from 'zod'
import { filterOperators } from '../../../shared/filterOperators.ts'
import {
  activityWords,
  DEEPEST_CONDITION,
  isLeaf,
  leavesOf,
  MOST_CONDITIONS,
  MOST_VALUES,
  partsOf,
  type ActivityKind,
  type SegmentCondition,
  type SegmentLeaf,
} from '../../../shared/segmentCondition.ts'
import { Refusal } from '../../platform/errors.ts'

const id = z.string().min(15).max(18)
const within = z.string().max(30).optional().meta({ description: 'A period: `LAST_N_DAYS:30`, `THIS_YEAR`.' })
const kinds = Object.keys(activityWords) as [ActivityKind, ...ActivityKind[]]

export const conditionSchema: z.ZodType<SegmentCondition> = z
  .lazy(() =>
    z.union([
      z.strictObject({ and: z.array(conditionSchema).max(MOST_CONDITIONS) }),
      z.strictObject({ or: z.array(conditionSchema).max(MOST_CONDITIONS) }),
      z.strictObject({ not: conditionSchema }),
      z.strictObject({ field: z.string().max(200), op: z.enum(filterOperators), value: z.unknown().optional() }),
      z.strictObject({
        campaign: z.strictObject({
          id: id.optional(),
          below: z.boolean().optional(),
          statuses: z.array(z.string().max(40)).max(50).optional(),
          responded: z.boolean().optional(),
          within,
        }),
      }),
      z.strictObject({
        inquiry: z.strictObject({ source: z.string().max(40).optional(), campaign: id.optional(), within }),
      }),
      z.strictObject({
        activity: z.strictObject({ kind: z.enum(kinds), result: z.string().max(255).optional(), within }),
      }),
      z.strictObject({ converted: z.strictObject({ within }) }),
      z.strictObject({ segment: id }),
    ]),
  )
  .meta({
    id: 'SegmentCondition',
    description:
      'A filter tree over leads and contacts. `City` asks both; `Lead.Status`, `Contact.Department` and `Account.Rating` ask one of them. Further leaves ask what a person did.',
  })

/** Refuses a condition that is larger than anybody could mean it. */
export function refuseTooLarge(condition: SegmentCondition): void {
  if (depthOf(condition) > DEEPEST_CONDITION)
    throw tooLarge(`A condition nests at most ${DEEPEST_CONDITION} groups deep.`)
  refuseTooMany(leavesOf(condition))
}

/** The same of the conditions it comes to with those of the segments it asks for. */
export function refuseTooMany(leaves: readonly SegmentLeaf[]): void {
  if (leaves.length > MOST_CONDITIONS)
    throw tooLarge(`A segment asks at most ${MOST_CONDITIONS} conditions, those of the segments it asks for included.`)
  if (leaves.reduce((sum, leaf) => sum + valuesIn(leaf), 0) > MOST_VALUES)
    throw tooLarge(`A segment compares with at most ${MOST_VALUES.toLocaleString('en')} values in all.`)
}

const depthOf = (condition: SegmentCondition): number =>
  isLeaf(condition) ? 0 : 1 + Math.max(0, ...partsOf(condition).map(depthOf))

const valuesIn = (leaf: SegmentLeaf): number => ('field' in leaf && Array.isArray(leaf.value) ? leaf.value.length : 1)

const tooLarge = (rule: string): Refusal =>
  new Refusal(
    'condition_too_large',
    `${rule} Split it into segments of their own, or ask for what these people have in common.`,
    { field: 'Condition', rule },
  )
