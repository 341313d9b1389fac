import { encodeId } from '../../../../shared/ids.ts'
import { openOpportunities } from '../../../records/opportunities/opportunities.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Colleague } from './cast.ts'
import type { Opening } from './threads.ts'
import { beginDeal, worthOf } from './deals.ts'
import { dayOf, daysAfter } from './moments.ts'
import { idsOf } from './saved.ts'
import type { Story } from './story.ts'
import { furtherProducts, products } from './wording.ts'

/** Opens opportunities with companies we know, without a lead before them. */
export async function openDeals(then: Tx, story: Story, seller: Colleague, due: readonly Opening[]): Promise<void> {
  const openings = due.filter(({ place }) => place.contacts.length > 0)
  if (openings.length === 0) return
  const drafts = openings.map(({ place, kind }) => openingDraft(then, story, place, kind))
  const ids = idsOf(
    await openOpportunities(
      then,
      seller,
      drafts.map(({ draft }) => draft),
    ),
  )
  for (const [at, { place, kind }] of openings.entries()) {
    const one = drafts[at]
    if (one === undefined) continue
    beginDeal(story, then.now, {
      id: ids[at] ?? 0,
      name: one.draft.Name,
      place,
      seller,
      contactIds: [one.contactId],
      isNew: kind === 'New Business',
      mistaken: [],
      worth: one.worth,
      isAmountKnown: true,
      closeDate: one.draft.CloseDate,
    })
  }
}

function openingDraft(then: Tx, story: Story, place: Opening['place'], kind: Opening['kind']) {
  const random = story.random.fork(`opening ${place.company.number} ${dayOf(then.now)}`)
  const isNew = kind === 'New Business'
  const worth = worthOf(random, place.company.employees, isNew)
  const contact = random.pick(place.contacts)
  const customerDay = story.campaigns.get('customerDay')
  const draft = {
    Name: `${place.company.name}: ${random.pick(isNew ? products : furtherProducts)}`.slice(0, 120),
    AccountId: encodeId(place.id),
    ContactId: encodeId(contact.id),
    StageName: random.chance(0.7) ? 'Prospecting' : 'Qualification',
    Type: kind,
    Amount: worth,
    CloseDate: dayOf(daysAfter(then.now, random.whole(25, 100))),
    LeadSource: isNew ? 'Networking' : 'Existing Customer',
    CampaignId: !isNew && customerDay !== undefined && random.chance(0.12) ? encodeId(customerDay) : null,
  }
  return { draft, worth, contactId: contact.id }
}
