import { encodeId } from '../../../../shared/ids.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import { theProgram, type Actor } from '../../../ground/users/actor.ts'
import { addCampaignMembers } from '../../../records/campaigns/members.ts'
import { recordInquiries } from '../../../records/inquiries/inquiries.ts'
import type { NewInquiry } from '../../../records/inquiries/inquiry.ts'
import { leadDoor } from '../../../records/leads/leads.ts'
import type { Tx } from '../../../platform/tx.ts'
import { daysAfter } from './moments.ts'
import { endOf, planOf } from './campaigns.ts'
import type { Channel } from './channels.ts'
import { idsOf } from './saved.ts'
import type { Story } from './story.ts'

type Entrant = { readonly channel: Channel; readonly leadId: number; readonly name: string }

/** Makes new leads members of the campaigns they came by, and writes down what each asked for. */
export async function enterCampaigns(
  then: Tx,
  story: Story,
  actor: Actor,
  entrants: readonly Entrant[],
): Promise<void> {
  const random = story.random.fork(`entrants ${then.now.getTime()} ${actor.name}`)
  const entering = entrants.filter(
    ({ channel: { campaign } }) => campaign !== undefined && story.campaigns.has(campaign),
  )
  const drafts = entering.map(({ channel: { campaign = 'contactForm', statuses = [] }, leadId }) => ({
    CampaignId: encodeId(story.campaigns.get(campaign) ?? 0),
    LeadId: encodeId(leadId),
    Status: random.weighted(statuses),
  }))
  const ids = drafts.length === 0 ? [] : idsOf(await addCampaignMembers(then, actor, drafts))
  for (const [at, { channel }] of entering.entries()) moveOn(story, random.fork(at), channel, ids[at] ?? 0)
  await askFor(then, entrants, story)
}

/** Who registered comes, or does not; who was bought answers now and then. */
function moveOn(story: Story, random: Story['random'], { campaign, source }: Channel, memberId: number): void {
  if (campaign === undefined) return
  const whose = story.cast.events.userId
  if (source === 'Webinar')
    story.memberMoves.note(whose, endOf(story, campaign), {
      memberId,
      status: random.chance(0.58) ? 'Attended' : 'No Show',
    })
  if (source === 'Purchased List' && random.chance(0.022))
    story.memberMoves.note(whose, daysAfter(endOf(story, campaign), random.whole(3, 60)), {
      memberId,
      status: 'Responded',
    })
  if (campaign === 'wantedPlants' && random.chance(0.5))
    story.memberMoves.note(whose, daysAfter(story.end, -random.whole(1, 400)), {
      memberId,
      status: random.chance(0.55) ? 'Meeting Held' : 'Declined',
    })
}

async function askFor(then: Tx, entrants: readonly Entrant[], story: Story): Promise<void> {
  const asking = entrants.filter(({ channel: { inquiry } }) => inquiry !== undefined)
  if (asking.length === 0) return
  const leads = await recordsById(
    then,
    theProgram,
    leadDoor.definition,
    asking.map(({ leadId }) => leadId),
    ['PersonId'],
  )
  const people = new Map(leads.map(({ Id, PersonId }) => [Id, Number(PersonId)]))
  await recordInquiries(
    then,
    theProgram,
    asking.flatMap(({ channel: { inquiry, campaign }, leadId }): NewInquiry[] =>
      inquiry === undefined || campaign === undefined
        ? []
        : [
            {
              personId: people.get(leadId) ?? 0,
              source: inquiry,
              subject: planOf(campaign).name.replace(' {year}', ''),
              campaignId: story.campaigns.get(campaign) ?? null,
              respondedAt: then.now,
            },
          ],
    ),
  )
}
