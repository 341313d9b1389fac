import { encodeId } from '../../../../shared/ids.ts'
import {
  draftAgreement,
  hadFirstDraftFrom,
  listAgreements,
  signAgreement,
} from '../../../processes/qualification/agreements.ts'
import { openAccounts, updateAccounts } from '../../../records/accounts/accounts.ts'
import { createContacts } from '../../../records/contacts/contacts.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Person } from '../world/people.ts'
import { newPlace } from './converting.ts'
import { daysAfter } from './moments.ts'
import { idsOf, refuseAnyOf } from './saved.ts'
import type { Place } from './threads.ts'
import { sized, type Story } from './story.ts'

/** People known before the story begins have numbers no lead comes near. */
const KNOWN_BEFORE = 1_000_000

/** Whether somebody is known since before the story, and so under the address the world has of them. */
export const isKnownBefore = ({ number }: Readonly<{ number: number }>): boolean => number >= KNOWN_BEFORE

/** Companies we knew before the first lead came: brought over from the books, with their people. */
export async function bringOver(then: Tx, story: Story): Promise<void> {
  const { administrator, sellers } = story.cast
  const random = story.random.fork('books')
  const companies = Array.from({ length: sized(story, 113) }, (_, at) => story.world.company(KNOWN_BEFORE + at))
  const ours = companies.map((company) => ({ company, seller: random.pick(sellers) }))
  const ids = idsOf(
    await openAccounts(
      then,
      administrator,
      ours.map(({ company, seller }) => ({
        Name: company.name,
        Type: 'Customer',
        Website: `https://www.${company.domain}`,
        Phone: company.phone,
        Industry: company.industry,
        NumberOfEmployees: company.employees,
        AnnualRevenue: company.annualRevenue,
        BillingStreet: company.street,
        BillingCity: company.town,
        BillingState: company.state ?? null,
        BillingPostalCode: company.postalCode,
        BillingCountry: company.country.name,
        AccountSource: random.weighted([
          ['Trade Show', 3],
          ['External Referral', 2],
          ['Web', 2],
          ['Partner', 1],
        ]),
        OwnerId: encodeId(seller.userId),
      })),
      { skipDuplicateCheck: true },
    ),
  )
  const places = ours.map(({ company, seller }, at) =>
    newPlace(story, { id: ids[at] ?? 0, company, seller, contacts: [], deal: undefined, isCustomer: true }),
  )
  const subsidiaries = places.flatMap(({ id }, at) =>
    at % 11 === 10 ? [{ id, draft: { ParentId: encodeId(places[at - 1]?.id ?? 0) } }] : [],
  )
  refuseAnyOf(await updateAccounts(then, administrator, subsidiaries))
  await introduce(then, story, places)
  for (const place of places) sellOn(story, place)
}

async function introduce(then: Tx, story: Story, places: readonly Place[]): Promise<void> {
  const random = story.random.fork('people')
  const known = places.flatMap((place, at) =>
    Array.from(
      {
        length: random.weighted([
          [1, 5],
          [2, 4],
          [3, 2],
        ]),
      },
      (_, nth) => ({ place, person: story.world.person(KNOWN_BEFORE + at * 10 + nth, place.company.number) }),
    ),
  )
  const ids = idsOf(
    await createContacts(
      then,
      story.cast.administrator,
      known.map(({ place, person }) => contactDraft(place, person)),
      { skipDuplicateCheck: true },
    ),
  )
  for (const [at, { place, person }] of known.entries()) {
    const contact = { id: ids[at] ?? 0, number: person.number, name: `${person.firstName} ${person.lastName}`, place }
    place.contacts.push(contact)
    story.contacts.push(contact)
  }
}

const contactDraft = ({ id, company, seller }: Place, person: Person) => ({
  AccountId: encodeId(id),
  Salutation: person.salutation,
  FirstName: person.firstName,
  LastName: person.lastName,
  Title: person.title,
  Email: person.email,
  Phone: person.phone ?? company.phone,
  MobilePhone: person.mobilePhone ?? null,
  MailingStreet: company.street,
  MailingCity: company.town,
  MailingState: company.state ?? null,
  MailingPostalCode: company.postalCode,
  MailingCountry: company.country.name,
  Type: 'Customer',
  OwnerId: encodeId(seller.userId),
  HasOptedOutOfEmail: person.number % 29 === 0,
})

/** Whoever bought before buys again: now and then over the two years. */
function sellOn(story: Story, place: Place): void {
  const random = story.random.fork(`buyer ${place.company.number}`)
  // Some of it was under way when the books were brought over.
  if (random.chance(0.28))
    story.openings.note(place.seller.userId, daysAfter(story.end, -random.whole(708, 730)), {
      place,
      kind: 'Existing Business',
    })
  for (
    let nth = random.weighted([
      [0, 1],
      [1, 3],
      [2, 4],
      [3, 2],
    ]);
    nth > 0;
    nth--
  ) {
    story.openings.note(place.seller.userId, daysAfter(story.end, -random.whole(1, 725)), {
      place,
      kind: random.weighted([
        ['Existing Business', 5],
        ['Renewal', 4],
        ['New Business', 1],
      ]),
    })
  }
}

/** Marketing and Sales sign what a qualified lead is. */
export async function agreeOnLeads(then: Tx, story: Story): Promise<void> {
  const { marketing, manager } = story.cast
  await hadFirstDraftFrom(then)
  const { id } = await draftAgreement(then, marketing, {
    leadDefinition:
      'A lead is a person in a plant or utility with rotating machines who showed interest. We do not know yet whether they can buy. A lead gets a conversation, never a proposal.',
    opportunityDefinition:
      'An opportunity is one sale to one plant: money, decision maker, need and date are known, and somebody agreed to talk with Sales.',
    firstResponseHours: 48,
    converters: ['vetter', 'manager', 'administrator'],
  })
  await signAgreement(then, marketing, id, 'marketing')
  await signAgreement(then, manager, id, 'sales')
}

/** After a year they know better: faster, and with a fifth question. */
export async function agreeAgain(then: Tx, story: Story): Promise<void> {
  const { marketing, manager } = story.cast
  const [latest] = await listAgreements(then, manager, undefined, 1)
  const { id } = await draftAgreement(then, manager, {
    firstResponseHours: 24,
    criteria: [
      ...(latest?.criteria ?? []),
      {
        name: 'Fit',
        label: 'Fit',
        letter: 'F',
        required: false,
        help: 'Can our sensors measure there: heat, wet areas, hazardous zones?',
      },
    ],
  })
  await signAgreement(then, marketing, id, 'marketing')
  await signAgreement(then, manager, id, 'sales')
}
