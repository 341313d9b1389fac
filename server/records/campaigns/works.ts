import { Refusal } from '../../platform/errors.ts'
import { enqueue } from '../../platform/jobs.ts'
import type { Tx } from '../../platform/tx.ts'
import { drawId } from '../../ground/objects/ids.ts'
import { letWriteBehind } from '../../ground/objects/indexes.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { settingsOf } from '../../ground/orgs/settings.ts'
import { theProgram, type Actor } from '../../ground/users/actor.ts'
import { roles } from '../../../shared/roles.ts'
import { User } from '../../ground/users/user.ts'
import type { Counted, Wanted } from './chosen.ts'
import { carryOutPart, halfways, refuseUnseen } from './parts.ts'
import { advance, finishWork, insertWork, lockStretch, openStretches, worksLeftSince, worksOf } from './works.sql.ts'
import type { NewStretch, Work } from './stretch.ts'

export const WORK_JOB = 'campaigns.work'

/** As many are changed in one transaction; what a part holds on to fits into the memory PostgreSQL sorts in. */
const PART_ROWS = 10_000

/** Where more than this are in one campaign they are halved, so that two connections share them. */
const HALVED_ABOVE_ROWS = 2 * PART_ROWS

/** Writes an order down as a work of stretches that can go side by side, and has it begun. */
export async function beginWork(tx: Tx, actor: Actor, wanted: Wanted, counted: readonly Counted[]): Promise<number> {
  if (actor.userId === null) throw new Error('A work on many members belongs to somebody.')
  const id = await drawId(tx, 'CampaignWork')
  const total = counted.reduce((sum, { howMany }) => sum + howMany, 0)
  const halfway = await halfways(
    tx,
    actor,
    wanted,
    counted.filter(({ howMany }) => howMany > HALVED_ABOVE_ROWS),
  )
  const stretches = counted.flatMap(({ campaignId: within }): Omit<NewStretch, 'n'>[] => {
    const half = halfway.get(within) ?? null
    const first = { within, after: null, upto: half }
    return half === null ? [first] : [first, { within, after: half, upto: null }]
  })
  await insertWork(
    tx,
    actor,
    { ...wanted, id, total },
    stretches.map((stretch, n) => ({ ...stretch, n })),
  )
  await enqueue(tx, WORK_JOB, { id })
  return id
}

/** No part takes this long: whoever worked on it is gone. */
const LEFT_AFTER_MS = 120_000

/** Works whose program died, or that nobody began. */
export const worksLeft = async (tx: Tx): Promise<readonly number[]> =>
  (await worksLeftSince(tx, new Date(tx.now.getTime() - LEFT_AFTER_MS))).map(({ id }) => id)

/** The stretches of a work there is something left to do in. */
export const stretchesLeft = async (tx: Tx, id: number): Promise<readonly number[]> =>
  (await openStretches(tx, id)).map(({ n }) => n)

/** Carries out the next part of a stretch of a work; answers whether more of it is left. */
export async function workOn(tx: Tx, id: number, n: number): Promise<boolean> {
  await letWriteBehind(tx)
  const stretch = await lockStretch(tx, id, n)
  if (stretch === undefined) return false
  const next = { ...stretch, campaignIds: [stretch.within] }
  const part = await carryOutPart(tx, await whoOrdered(tx, stretch), next, PART_ROWS)
  const isThrough = part.seen < PART_ROWS
  await advance(tx, stretch, { ...part, isThrough })
  return !isThrough
}

/** Whoever ordered a work, with the permissions they have now. */
async function whoOrdered(tx: Tx, { createdById }: Work): Promise<Actor> {
  const [user] = await recordsById(tx, theProgram, User, [createdById])
  const role = roles.find((one) => one === user?.Role)
  if (user === undefined || user.IsActive === false || role === undefined)
    throw new Refusal(
      'orderer_gone',
      'Whoever ordered this no longer works here. Somebody else can order it again; what was done stays.',
      { kind: 'forbidden' },
    )
  return {
    userId: createdById,
    name: String(user.Name ?? ''),
    role,
    privateObjects: (await settingsOf(tx)).privateObjects,
  }
}

/** Says that a work is through, or with the reason that it cannot go on; what it did stays done. */
export const endWork = (tx: Tx, id: number, problem: string | null): Promise<number> => finishWork(tx, id, problem)

/** The latest works on a campaign's members, newest first. */
export async function listWorks(tx: Tx, actor: Actor, campaignId: number): Promise<readonly Work[]> {
  await refuseUnseen(tx, actor, [campaignId])
  return worksOf(tx, campaignId)
}
