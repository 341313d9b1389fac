import { convertLeads, type ConversionRequest, type Converted } from '../../../processes/conversion/conversion.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Colleague } from './cast.ts'
import { beginDeal, worthOf } from './deals.ts'
import { dayOf, daysAfter } from './moments.ts'
import type { Place, Vetting } from './threads.ts'
import type { Story } from './story.ts'
import { overrideReasons, products } from './wording.ts'

/** A vetter converts who is vetted; where a letter is missing it is for the head of sales to say. */
export async function handOver(then: Tx, story: Story, vetter: Colleague, vettings: readonly Vetting[]): Promise<void> {
  for (const vetting of vettings.filter(({ isOverridden }) => isOverridden))
    story.overrides.note(story.cast.manager.userId, daysAfter(then.now, 0.5), vetting)
  await convertThose(
    then,
    story,
    vetter,
    vettings.filter(({ isOverridden }) => !isOverridden),
  )
}

/** Converts leads that are vetted: into the account we have, or a new one; with an opportunity of their own, in the one there is, or without. */
export async function convertThose(then: Tx, story: Story, by: Colleague, vettings: readonly Vetting[]): Promise<void> {
  // Two of one company make one account: the second waits for the next day.
  const seen = new Set<number>()
  const ready = vettings.filter(({ company: { number } }) => !seen.has(number) && seen.add(number))
  for (const vetting of vettings.filter((one) => !ready.includes(one))) wait(then, story, by, vetting)
  if (ready.length === 0) return
  const intents = ready.map((vetting) => intentOf(then, story, vetting))
  const results = await convertLeads(
    then,
    by,
    intents.map(({ request }) => request),
  )
  for (const [at, result] of results.entries()) {
    const [vetting, intent] = [ready[at], intents[at]]
    if (result.refusal !== undefined) throw result.refusal
    if (vetting !== undefined && intent !== undefined) settle(then, story, vetting, intent, result.converted)
  }
}

function wait(then: Tx, story: Story, by: Colleague, vetting: Vetting): void {
  if (vetting.isOverridden) return story.overrides.note(by.userId, daysAfter(then.now, 0.5), vetting)
  vetting.calls.push({ isAnswered: true, learns: [] })
  story.calls.note(by.userId, daysAfter(then.now, 1), vetting)
}

type Intent = {
  readonly request: ConversionRequest
  readonly seller: Colleague
  readonly name: string
  readonly worth: number
}

function intentOf(then: Tx, story: Story, vetting: Vetting): Intent {
  const { company, leadId, isOverridden, contact } = vetting
  const random = story.random.fork(`conversion ${vetting.personNumber} ${dayOf(then.now)}`)
  const place = story.placeOf.get(company.number)
  const seller = place?.seller ?? random.pick(story.cast.sellers)
  const name = `${company.name}: ${random.pick(products)}`.slice(0, 120)
  const worth = worthOf(random, company.employees, true)
  const base = {
    leadId,
    ownerId: seller.userId,
    ...(isOverridden ? { overrideReason: random.pick(overrideReasons) } : {}),
    ...(place === undefined ? {} : { accountId: place.id }),
    ...(contact === undefined ? {} : { contactId: contact.id }),
  }
  const joins = place?.deal !== undefined && random.chance(0.55)
  const request =
    joins && place?.deal !== undefined
      ? { ...base, opportunityId: place.deal.id }
      : random.chance(place === undefined ? 0.06 : 0.16)
        ? { ...base, doNotCreateOpportunity: true }
        : {
            ...base,
            opportunityName: name,
            ...(random.chance(0.55) ? { amount: guess(random.next(), worth) } : {}),
            ...(random.chance(0.4) ? { closeDate: dayOf(daysAfter(then.now, random.whole(30, 130))) } : {}),
          }
  return { request, seller, name, worth }
}

/** What a vetter thinks it is worth. */
const guess = (chance: number, worth: number): number =>
  Math.max(1000, Math.round((worth * (0.7 + chance * 0.8)) / 1000) * 1000)

function settle(
  then: Tx,
  story: Story,
  vetting: Vetting,
  { request, seller, name, worth }: Intent,
  converted: Converted,
): void {
  const { company, personNumber } = vetting
  const place =
    story.placeOf.get(company.number) ??
    newPlace(story, { id: converted.accountId, company, seller, contacts: [], deal: undefined, isCustomer: false })
  if (converted.createdContact) {
    const contact = { id: converted.contactId, number: personNumber, name: vetting.name, place }
    place.contacts.push(contact)
    story.contacts.push(contact)
  }
  if (converted.opportunityId === null || !converted.createdOpportunity) return
  beginDeal(story, then.now, {
    id: converted.opportunityId,
    name,
    place,
    seller,
    contactIds: [converted.contactId],
    isNew: true,
    mistaken: vetting.mistaken,
    worth,
    isAmountKnown: request.amount !== undefined,
    closeDate: request.closeDate ?? dayOf(daysAfter(then.now, 45)),
  })
}

export function newPlace(story: Story, place: Place): Place {
  story.places.push(place)
  story.placeOf.set(place.company.number, place)
  const random = story.random.fork(`place ${place.company.number}`)
  // Whoever bought comes back; how often, their salesperson finds out.
  if (random.chance(0.24))
    story.openings.note(place.seller.userId, daysAfter(story.end, -random.whole(0, 600)), {
      place,
      kind: 'Existing Business',
    })
  return place
}
