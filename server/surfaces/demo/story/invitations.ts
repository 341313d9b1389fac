import { encodeId } from '../../../../shared/ids.ts'
import { addCampaignMembers } from '../../../records/campaigns/members.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Random } from '../random.ts'
import type { CampaignKey } from './campaignPlans.ts'
import { startOf } from './campaigns.ts'
import { daysAfter } from './moments.ts'
import { sized, type Story } from './story.ts'

/** Member statuses, each after so many days. */
type Steps = readonly (readonly [status: string, afterDays: number])[]

type Invitation = {
  readonly campaign: CampaignKey
  /** Days before its start. */
  readonly ahead: number
  readonly leads: number
  /** Share of the contacts. */
  readonly contacts: number
  readonly status: string
  /** Where they go from there, after days; one of them by weight, null for who does not answer. */
  readonly answers: readonly (readonly [Steps | null, number])[]
}

/** Where somebody goes from the invitation: `Registered after 9, Attended after 46`. */
const going = (text: string): Steps =>
  text.split(', ').map((one): Steps[number] => {
    const [status = '', days = '0'] = one.split(' after ')
    return [status, Number(days)]
  })

const mailed: Invitation['answers'] = [
  [null, 62],
  [going('Opened after 1'), 24],
  [going('Opened after 1, Clicked after 2'), 10],
  [going('Clicked after 1, Responded after 5'), 4],
]
const toFair: Invitation['answers'] = [
  [null, 70],
  [going('Registered after 9, Visited Stand after 23'), 20],
  [going('Registered after 6, No Show after 24'), 10],
]
const toCustomerDay: Invitation['answers'] = [
  [null, 3],
  [going('Attending after 14, Attended after 46'), 6],
  [going('Attending after 12, No Show after 46'), 1],
  [going('Declined after 10'), 3],
]
const toMeeting: Invitation['answers'] = [
  [null, 5],
  [going('Invited after 20, Meeting Held after 60'), 3],
  [going('Invited after 20, Declined after 40'), 2],
]
const toRegister: Invitation['answers'] = [
  [null, 8],
  [going('Registered after 4'), 2],
]
const sent: Invitation['answers'] = [[going('Sent after 6'), 1]]

const invitation = (
  campaign: CampaignKey,
  ahead: number,
  [leads, contacts]: readonly [leads: number, contacts: number],
  status: string,
  answers: Invitation['answers'],
): Invitation => ({ campaign, ahead, leads, contacts, status, answers })

const invitations: readonly Invitation[] = [
  invitation('firstLetter', 0, [900, 0], 'Sent', mailed),
  invitation('secondLetter', 0, [1100, 0.1], 'Sent', mailed),
  invitation('thirdLetter', 0, [1200, 0.2], 'Sent', mailed),
  invitation('fairTwo', 20, [120, 0.3], 'Invited', toFair),
  invitation('fairThree', 20, [160, 0.3], 'Invited', toFair),
  invitation('fairFour', 20, [160, 0.3], 'Invited', toFair),
  invitation('fairNext', 70, [60, 0.15], 'Invited', toRegister),
  invitation('webinarNext', 0, [90, 0.1], 'Invited', toRegister),
  invitation('customerDay', 45, [0, 0.4], 'Invited', toCustomerDay),
  invitation('thankYouCards', 0, [0, 0.5], 'Approved', sent),
  invitation('wantedPlants', 0, [40, 0], 'Awaiting Meeting Invite', toMeeting),
]

/** Invites people to the campaigns whose time has come. */
export async function inviteDue(then: Tx, story: Story): Promise<void> {
  const due = invitations.filter(
    ({ campaign, ahead }) =>
      !story.invited.has(campaign) &&
      story.campaigns.has(campaign) &&
      daysAfter(startOf(story, campaign), -ahead) <= then.now,
  )
  for (const invitation of due) {
    story.invited.add(invitation.campaign)
    await invite(then, story, invitation)
  }
}

/** Each person is invited once, and those who opted out are not. */
async function invite(
  then: Tx,
  story: Story,
  { campaign, leads, contacts, status, answers }: Invitation,
): Promise<void> {
  const random = story.random.fork(`invitation ${campaign}`)
  const inLeads = leads === 0 ? [] : someOf(random, story.reachable, sized(story, leads))
  const inContacts = story.contacts.filter(() => random.chance(contacts))
  const campaignId = encodeId(story.campaigns.get(campaign) ?? 0)
  const drafts = [
    ...inLeads.map((id) => ({ CampaignId: campaignId, LeadId: encodeId(id), Status: status })),
    ...inContacts.map(({ id }) => ({ CampaignId: campaignId, ContactId: encodeId(id), Status: status })),
  ]
  const saved = await addCampaignMembers(then, story.cast.marketing, drafts)
  // Who is in it already was met before: as a lead, or as somebody else's second record.
  for (const { id, refusal } of saved) {
    if (refusal !== undefined && refusal.code !== 'already_a_member') throw refusal
    if (id === undefined || refusal !== undefined) continue
    for (const [to, days] of random.weighted(answers) ?? [])
      story.memberMoves.note(story.cast.events.userId, daysAfter(then.now, days), { memberId: id, status: to })
  }
}

function someOf(random: Random, from: readonly number[], howMany: number): number[] {
  const chosen = new Set<number>()
  for (let tries = 0; tries < howMany * 2 && chosen.size < Math.min(howMany, from.length); tries++)
    chosen.add(random.pick(from))
  return [...chosen]
}
