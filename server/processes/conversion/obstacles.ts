import { encodeId, objectOfId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { conversionsOfLeads } from './conversions.sql.ts'
import type { Conversion } from './converted.ts'
import { obstaclesTo, type Obstacle, type ObstacleKind } from './obstacles.sql.ts'

/** Whether a conversion can still be undone; if not, what stands in the way and since when. */
export type Undoing = {
  readonly isPossible: boolean
  readonly obstacles: readonly (Obstacle & { readonly sentence: string })[]
}

const free: Undoing = { isPossible: true, obstacles: [] }

/** Whether each of these conversions can still be undone, by its id. */
export async function undoingsOf(tx: Tx, conversions: readonly Conversion[]): Promise<Map<number, Undoing>> {
  if (conversions.length === 0) return new Map()
  const found = Map.groupBy(await obstaclesTo(tx, conversions), ({ conversionId }) => conversionId)
  return new Map(
    conversions.map(({ conversionId }) => {
      const obstacles = (found.get(conversionId) ?? []).map(({ kind, recordId, since }) => ({
        kind,
        recordId,
        since,
        sentence: sentenceOf({ kind, recordId, since }),
      }))
      return [conversionId, { isPossible: obstacles.length === 0, obstacles }]
    }),
  )
}

export const undoingOf = async (tx: Tx, conversion: Conversion): Promise<Undoing> =>
  (await undoingsOf(tx, [conversion])).get(conversion.conversionId) ?? free

/** What stands in the way of undoing the conversions of these leads, as sentences by lead; none where it can be undone. */
export async function undoingsOfLeads(
  tx: Tx,
  actor: Actor,
  leadIds: readonly number[],
): Promise<Map<number, readonly string[]>> {
  const conversions = leadIds.length === 0 ? [] : await conversionsOfLeads(tx, actor, leadIds)
  const undoings = await undoingsOf(tx, conversions)
  return new Map(
    conversions.map(({ leadId, conversionId }) => [
      leadId,
      (undoings.get(conversionId) ?? free).obstacles.map(({ sentence }) => sentence),
    ]),
  )
}

const sentenceOf = ({ kind, recordId }: Obstacle): string =>
  sentences[kind](objectOfId(recordId)?.toLowerCase() ?? 'record')

const sentences: Record<ObstacleKind, (object: string) => string> = {
  changed: (object) => `The ${object} was changed since.`,
  deleted: (object) => `The ${object} was deleted since.`,
  activity: () => 'Something was done or planned with the new records since.',
  activity_done: () => 'A task that came along with the lead was completed since.',
  contact_role: () => 'The contact has a role in another opportunity, or the opportunity has another contact.',
  opportunity: () => 'The account has another opportunity.',
  contact: () => 'The account has another contact.',
  child_account: () => 'Another account stands below the new one.',
  lead: () => 'Another lead was converted into the same records.',
  membership: () => 'The contact was added to another campaign.',
  payment: () => 'Money was received for the opportunity.',
}

/** The no to undoing a conversion on which work was built. */
export const builtUpon = (obstacles: Undoing['obstacles']): Refusal =>
  new Refusal(
    'conversion_built_upon',
    `This conversion can no longer be undone: work was built on it. ${obstacles.map(({ sentence }) => sentence).join(' ')} Correct the account, the contact and the opportunity themselves instead.`,
    {
      kind: 'conflict',
      rule: 'A conversion is undone only while nothing was built on its result.',
      facts: {
        obstacles: obstacles.map(({ kind, recordId, since, sentence }) => ({
          kind,
          recordId: encodeId(recordId),
          since,
          sentence,
        })),
      },
    },
  )
