import { theProgram, type Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { listNominations, type ListedNomination } from '../../processes/nominations/lists.ts'
import type { NominationPlan } from '../../processes/nominations/nomination.ts'
import { approverNamed } from '../../processes/nominations/plans.ts'
import { approverIn } from '../../processes/nominations/reminders.ts'

/** What an approver sees behind the link in their mail. */
export type Desk = {
  readonly approver: Actor
  readonly plan: NominationPlan
  readonly waiting: readonly ListedNomination[]
  readonly more: boolean
}

const SHOWN = 50

/** Whom the link speaks for and who waits; undefined when it was made up, is too old, or they decide no more. */
export async function deskBehind(tx: Tx, token: string): Promise<Desk | undefined> {
  const meant = await approverIn(tx, token)
  if (meant === undefined) return undefined
  const approver = await approverNamed(tx, meant.campaignId, meant.userId)
  if (approver === undefined) return undefined
  const { plan, records, next } = await listNominations(tx, theProgram, meant.campaignId, {
    view: 'waiting',
    limit: SHOWN,
  })
  return { approver, plan, waiting: records, more: next !== null }
}
