import { updateCampaignMembers } from '../../../records/campaigns/members.ts'
import { updateLeads } from '../../../records/leads/leads.ts'
import type { Tx } from '../../../platform/tx.ts'
import { hearFromContacts } from './asking.ts'
import { tendCampaigns } from './campaigns.ts'
import { inviteDue } from './invitations.ts'
import { refuseAnyOf } from './saved.ts'
import type { Story } from './story.ts'

/** Marketing's hours: campaigns start and end, people are invited and answer, and leads nobody calls are sorted. */
export async function workAsMarketing(then: Tx, story: Story): Promise<void> {
  const { marketing, events } = story.cast
  await tendCampaigns(then, story)
  await inviteDue(then, story)
  const moved = story.memberMoves.due(events.userId, then.now)
  if (moved.length > 0)
    refuseAnyOf(
      await updateCampaignMembers(
        then,
        events,
        lastOfEach(moved).map(({ memberId, status }) => ({ id: memberId, draft: { Status: status } })),
      ),
    )
  const sorted = story.sortings.due(marketing.userId, then.now)
  if (sorted.length > 0)
    refuseAnyOf(
      await updateLeads(
        then,
        marketing,
        sorted.map(({ leadId, draft }) => ({ id: leadId, draft })),
      ),
    )
  await hearFromContacts(then, story)
}

/** A list changes each record once: of several moves due the last is what counts. */
const lastOfEach = <T extends { readonly memberId: number }>(moves: readonly T[]): readonly T[] => [
  ...new Map(moves.map((move) => [move.memberId, move])).values(),
]
