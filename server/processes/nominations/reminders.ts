import { decodeId, encodeId } from '../../../shared/ids.ts'
import { sealed, unsealed } from '../../ground/orgs/seals.ts'
import { theProgram } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { queueMail } from '../mail/mail.ts'
import type { NewMail } from '../mail/message.ts'
import { activeUsers, plansOf } from './plans.sql.ts'
import { approversToRemind, lockReminders, markReminded, proposersToRemind, type Pending } from './reminders.sql.ts'

const DAY_MS = 86_400_000
const LINK_GOOD_FOR_DAYS = 14
const CLOSES_WITHIN_DAYS = 7

/**
 * Writes to approvers for whom somebody waits (once a day, with a link that needs no sign-in) and to salespeople who
 * proposed nobody for a campaign that closes within a week (every third day). Whom it wrote to is kept in the same
 * transaction. Answers how many letters.
 */
export async function remindOfNominations(tx: Tx, publicUrl: string): Promise<number> {
  await lockReminders(tx)
  const ago = (days: number): Date => new Date(tx.now.getTime() - days * DAY_MS)
  const day = (days: number): string => new Date(tx.now.getTime() + days * DAY_MS).toISOString().slice(0, 10)
  const approvers = await approversToRemind(tx, ago(1))
  const proposers = await proposersToRemind(tx, { since: ago(3), today: day(0), until: day(CLOSES_WITHIN_DAYS) })
  const everybody = [...approvers, ...proposers]
  const plans = new Map(
    (
      await plansOf(
        tx,
        everybody.map(({ campaignId }) => campaignId),
      )
    ).map((one) => [one.campaignId, one]),
  )
  const users = new Map(
    (
      await activeUsers(
        tx,
        everybody.map(({ userId }) => userId),
      )
    ).map((one) => [one.userId, one]),
  )
  const letters = [
    ...(await Promise.all(approvers.map(async (one) => toApprover(one, { tx, publicUrl, plans, users })))),
    ...proposers.map((one) => toProposer(one, { publicUrl, plans, users })),
  ].filter((letter) => letter !== undefined)
  await queueMail(tx, theProgram, letters)
  await markReminded(tx, 'approving', approvers)
  await markReminded(tx, 'proposing', proposers)
  return letters.length
}

type Known = {
  readonly publicUrl: string
  readonly plans: ReadonlyMap<number, Awaited<ReturnType<typeof plansOf>>[number]>
  readonly users: ReadonlyMap<number, Awaited<ReturnType<typeof activeUsers>>[number]>
}

async function toApprover(
  { campaignId, userId, count }: Pending,
  { tx, publicUrl, plans, users }: Known & { readonly tx: Tx },
): Promise<NewMail | undefined> {
  const [plan, user] = [plans.get(campaignId), users.get(userId)]
  if (plan === undefined || user === undefined) return undefined
  const people = count === 1 ? '1 person waits' : `${count} people wait`
  return {
    kind: 'transactional',
    purpose: 'notification',
    to: user.email,
    toName: user.name,
    subject: `${people} for your approval: ${plan.campaignName}`,
    text: [
      `${people} for your approval in ${plan.campaignName}.`,
      'See who they are, and approve or reject them here, without signing in:',
      `${publicUrl}/approve/${await approvalToken(tx, campaignId, userId)}`,
      `The link is yours alone and good for ${LINK_GOOD_FOR_DAYS} days. Nothing is decided by opening it.`,
    ].join('\n\n'),
    carriesSecret: true,
  }
}

function toProposer(
  { campaignId, userId }: Omit<Pending, 'count'>,
  { publicUrl, plans, users }: Known,
): NewMail | undefined {
  const [plan, user] = [plans.get(campaignId), users.get(userId)]
  if (plan === undefined || user === undefined) return undefined
  const quota =
    plan.quota === null ? '' : ` You may propose ${plan.quota === 1 ? 'one person' : `${plan.quota} people`}.`
  return {
    kind: 'transactional',
    purpose: 'notification',
    to: user.email,
    toName: user.name,
    subject: `Whom do you propose? ${plan.campaignName} closes on ${plan.closesOn ?? ''}`,
    text: [
      `You have proposed nobody yet for ${plan.campaignName}, which closes on ${plan.closesOn ?? ''}.${quota}`,
      'Last year’s list is one click away here:',
      `${publicUrl}/campaigns/${encodeId(campaignId)}?tab=nominations`,
    ].join('\n\n'),
  }
}

/** What a mail link lets its approver do: decide on the nominations of one campaign until a moment. */
export const approvalToken = (tx: Tx, campaignId: number, userId: number): Promise<string> =>
  sealed(tx, 'approval', [
    encodeId(campaignId),
    encodeId(userId),
    (tx.now.getTime() + LINK_GOOD_FOR_DAYS * DAY_MS).toString(36),
  ])

/** Whom a mail link speaks for; undefined when it was made up or its time is over. */
export async function approverIn(
  tx: Tx,
  token: string,
): Promise<{ readonly campaignId: number; readonly userId: number } | undefined> {
  const [campaign = '', user = '', until = ''] = (await unsealed(tx, 'approval', token)) ?? []
  const [campaignId, userId] = [decodeId(campaign), decodeId(user)]
  if (campaignId === undefined || userId === undefined || Number.parseInt(until, 36) <= tx.now.getTime())
    return undefined
  return { campaignId, userId }
}
