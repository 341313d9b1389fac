import { encodeId } from '../../../../shared/ids.ts'
import { listRecords } from '../../../ground/objects/list.ts'
import { theProgram } from '../../../ground/users/actor.ts'
import { sendMailOfThePast, type PostOffice } from '../../../processes/mail/sending.ts'
import { taskDoor } from '../../../records/activities/activities.ts'
import { atMoment } from '../../../platform/transactions.ts'
import type { Tx } from '../../../platform/tx.ts'
import { storePosts } from '../../forms/capture.ts'
import { discardPosts } from '../../forms/intake.ts'
import { workPosts } from '../../forms/working.ts'
import type { CampaignKey } from './campaignPlans.ts'
import { finishChores } from './chores.ts'
import { daysAfter } from './moments.ts'
import { isKnownBefore } from './opening.ts'
import { askedAgain, askedFirst, putAway, spam, stuck } from './posts.ts'
import type { KnownContact } from './threads.ts'
import type { Story } from './story.ts'

type Sending = {
  readonly hoursBack: number
  readonly form: CampaignKey
  readonly fields?: Readonly<Record<string, string>>
  readonly raw?: readonly [contentType: string, body: string]
  readonly discardedBecause?: string
}

/** Numbers no lead and no known contact comes near. */
const STRANGERS_FROM = 2_000_000
const FINISHED_AFTER_DAYS = 1.9
const PUBLIC_URL = 'http://localhost'
const SETTING = { publicUrl: PUBLIC_URL, mailFrom: 'Assay <assay@localhost>' }

/** What the web site's forms sent in the last weeks, and the letters that answered: most of it done, some of it waiting for somebody. */
export async function fillTheIntake(tx: Tx, story: Story): Promise<void> {
  const asking = whoAsksAgain(story)
  const gone = new Set(asking.filter(({ who }) => who === 'has left').map(({ fields }) => fields.email))
  const sendings: Sending[] = [...asking, ...strangersOf(story), { ...putAway, discardedBecause: putAway.because }]
  for (const [nth, sending] of sendings.toSorted((one, other) => other.hoursBack - one.hoursBack).entries())
    await atMoment(tx, daysAfter(story.end, -sending.hoursBack / 24), (then) =>
      receive(then, story, sending, nth, gone),
    )
  await finishWhatWasAsked(
    tx,
    story,
    asking.map(({ contact }) => contact),
  )
}

async function receive(
  then: Tx,
  story: Story,
  { form, fields, raw, discardedBecause }: Sending,
  nth: number,
  gone: ReadonlySet<string | undefined>,
): Promise<void> {
  const [contentType, body] = raw ?? ['application/x-www-form-urlencoded', sentBy(then, story, form, fields ?? {})]
  const ids = await storePosts(then, [
    {
      address: `203.0.113.${17 + 9 * nth}`,
      userAgent: AGENTS[nth % AGENTS.length] ?? null,
      contentType,
      query: '',
      body: Buffer.from(body),
    },
  ]).then((stored) => stored.map(({ id }) => id))
  await workPosts(then, SETTING, ids)
  if (discardedBecause !== undefined) await discardPosts(then, story.cast.marketing, ids, discardedBecause)
  await sendMailOfThePast(then, officeOf(gone), PUBLIC_URL)
}

const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
]

const sentBy = ({ org }: Tx, story: Story, form: CampaignKey, fields: Readonly<Record<string, string>>): string =>
  new URLSearchParams({
    oid: encodeId(org.id),
    assay_form: encodeId(story.forms.get(form) ?? 0),
    confirm_website: '',
    ...fields,
  }).toString()

/** It takes every letter, but to mailboxes whose people have left. */
const officeOf = (gone: ReadonlySet<string | undefined>): PostOffice => ({
  send: ({ to: { address } }) =>
    Promise.resolve(
      gone.has(address)
        ? { taken: false, answer: `550 5.1.1 <${address}>: mailbox unavailable`, isPermanent: true }
        : { taken: true, answer: '250 2.0.0 Ok: queued' },
    ),
  close: () => undefined,
})

type Asking = Sending & {
  readonly fields: Readonly<Record<string, string>>
  readonly contact: KnownContact
  readonly who: (typeof askedAgain)[number]['who']
}

function whoAsksAgain(story: Story): readonly Asking[] {
  const random = story.random.fork('asking again')
  const known = story.contacts.filter(isKnownBefore)
  return askedAgain.map(({ who, ...sent }) => {
    const contact = random.pick(known)
    const answers = answersOf(story, contact.number, contact.place.company.number)
    return { ...sent, who, contact, fields: { ...answers, ...(who === 'wants no mail' && { emailOptOut: '1' }) } }
  })
}

const strangersOf = (story: Story): readonly Sending[] =>
  [...askedFirst, ...stuck, ...spam].map((sent, at) => ({
    ...sent,
    fields: {
      ...answersOf(story, STRANGERS_FROM + at),
      ...('wish' in sent && sent.wish !== undefined && { description: sent.wish }),
      ...('fields' in sent && sent.fields),
    },
  }))

function answersOf(story: Story, number: number, at?: number): Readonly<Record<string, string>> {
  const { firstName, lastName, email, company, title, phone } = story.world.person(number, at)
  return {
    first_name: firstName,
    last_name: lastName,
    email,
    company: company.name,
    title,
    phone: phone ?? company.phone,
  }
}

/** Whoever knows them has called back meanwhile. */
async function finishWhatWasAsked(tx: Tx, story: Story, contacts: readonly KnownContact[]): Promise<void> {
  const { records } = await listRecords(tx, theProgram, taskDoor.definition, {
    filter: {
      and: [
        { field: 'WhoId', op: 'in', value: contacts.map(({ id }) => encodeId(id)) },
        { field: 'Subject', op: 'contains', value: ' asked again: ' },
        { field: 'IsClosed', op: 'eq', value: false },
        { field: 'CreatedDate', op: 'lt', value: daysAfter(story.end, -FINISHED_AFTER_DAYS).toISOString() },
      ],
    },
    fields: ['OwnerId'],
    limit: 200,
  })
  for (const seller of story.cast.sellers) {
    const theirs = records.filter(({ OwnerId }) => OwnerId === seller.userId).map(({ Id }) => Id)
    await atMoment(tx, daysAfter(story.end, -FINISHED_AFTER_DAYS), (then) => finishChores(then, story, seller, theirs))
  }
}
