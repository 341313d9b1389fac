import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { doingsWith, storyOf, type Doing, type StoryCampaign } from './campaignStory.sql.ts'

export type { Doing, StoryCampaign }

/** Every campaign the person behind a lead or contact is or was in, whether as lead or as contact. */
export async function campaignStoryOf(
  tx: Tx,
  actor: Actor,
  objectName: 'Lead' | 'Contact',
  recordId: number,
): Promise<readonly StoryCampaign[]> {
  const record = await getRecord(tx, actor, await definitionOf(tx, objectName), recordId, ['PersonId'])
  return storyOf(tx, actor, await definitionOf(tx, 'Campaign'), Number(record.PersonId))
}

export type PersonsWeek = Pick<Doing, 'recordId' | 'name' | 'company'> & { readonly doings: readonly Doing[] }

export type Week = {
  readonly people: readonly PersonsWeek[]
  /** Whether there was more than is told; the oldest is left out. */
  readonly isCut: boolean
}

const MOST = 500
const DAY_MS = 24 * 60 * 60 * 1000

/** What marketing did with somebody's leads and contacts in the days up to now, person by person, whoever answered first. */
export async function marketingWeekOf(
  tx: Tx,
  actor: Actor,
  { ownerId, days }: { readonly ownerId: number; readonly days: number },
): Promise<Week> {
  const found = await doingsWith(
    tx,
    actor,
    {
      Lead: await definitionOf(tx, 'Lead'),
      Contact: await definitionOf(tx, 'Contact'),
      Campaign: await definitionOf(tx, 'Campaign'),
    },
    { ownerId, from: new Date(tx.now.getTime() - days * DAY_MS), to: new Date(tx.now.getTime() + 1), limit: MOST + 1 },
  )
  const people = [...Map.groupBy(found.slice(0, MOST), ({ personId }) => personId).values()].flatMap(
    (doings): PersonsWeek[] => {
      const [first] = doings
      return first === undefined ? [] : [{ recordId: first.recordId, name: first.name, company: first.company, doings }]
    },
  )
  return { people: people.sort(byAnswer), isCut: found.length > MOST }
}

const answers = ({ doings }: PersonsWeek): number => doings.filter(({ responded }) => responded).length

const byAnswer = (a: PersonsWeek, b: PersonsWeek): number =>
  answers(b) - answers(a) || (b.doings[0]?.at.getTime() ?? 0) - (a.doings[0]?.at.getTime() ?? 0)
