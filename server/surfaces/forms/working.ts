import { eachRefusal, type Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { theProgram } from '../../ground/users/actor.ts'
import { findKnownPeople, lockAddresses, recordInquiries } from '../../records/inquiries/inquiries.ts'
import { createLeads } from '../../records/leads/leads.ts'
import { subjectOf, type Accepted } from './accepted.ts'
import { answerVisitors } from './answering.ts'
import type { LetterSetting } from '../../processes/registrations/letters.ts'
import { respondToCampaigns, type CampaignResponse } from './campaigns.ts'
import { learnFromAnswers } from './evidence.ts'
import { tellOwners } from './owners.ts'
import type { Verdict } from './post.ts'
import { lockReceived, settlePosts } from './posts.sql.ts'
import { registerVisitors } from './registering.ts'
import { readPosts, type Halted, type ReadPost } from './reading.ts'

export type Worked = Verdict & { readonly id: number }

/**
 * Makes leads or inquiries of stored posts, each once: posts somebody else is working, or has worked, are left
 * out. Of several posts of one stranger the first makes the lead; the others stay as they are for the next call,
 * which finds them known. One answer for each post that is settled now.
 */
export async function workPosts(tx: Tx, setting: LetterSetting, ids: readonly number[]): Promise<Worked[]> {
  const posts = await lockReceived(tx, ids)
  const read = await readPosts(tx, posts)
  const halted = read.filter((one): one is Halted => 'state' in one)
  const readable = read.filter((one): one is ReadPost => !('state' in one))
  const { accepted, refused } = await meet(tx, readable)
  const worked = [...halted.map(haltedVerdict), ...refused, ...(await accept(tx, setting, accepted))]
  await settlePosts(tx, worked)
  return worked
}

const haltedVerdict = ({ post, state, code, reason, formId }: Halted): Worked => ({
  id: post.id,
  state,
  code,
  reason,
  formId,
  notes: [],
})

type Met = { readonly accepted: readonly Accepted[]; readonly refused: readonly Worked[] }

/** Finds out who each sender is, and makes leads of strangers. */
async function meet(tx: Tx, posts: readonly ReadPost[]): Promise<Met> {
  await lockAddresses(
    tx,
    posts.map(({ email }) => email),
  )
  const known = await findKnownPeople(tx, theProgram, posts)
  const old = posts.flatMap((post, at): Accepted[] => {
    const person = known[at]
    return person === undefined ? [] : [{ ...post, who: person, known: person }]
  })
  const strangers = firstOfEach(posts.filter((_, at) => known[at] === undefined))
  const saved = await createLeads(
    tx,
    theProgram,
    strangers.map(({ draft }) => draft),
    // Nobody is told of an alert; what a rule blocks waits in the intake, where somebody decides.
    { alertsNobody: true },
  )
  const personIds = await personsOf(
    tx,
    saved.flatMap(({ id, refusal }) => (id === undefined || refusal !== undefined ? [] : [id])),
  )
  const fresh = strangers.flatMap((post, at): Accepted[] => {
    const id = saved[at]?.id ?? 0
    const personId = personIds.get(id)
    return personId === undefined ? [] : [{ ...post, who: { object: 'Lead', id, personId }, known: undefined }]
  })
  const refused = strangers.flatMap((post, at) => {
    const refusal = saved[at]?.refusal
    return refusal === undefined ? [] : [refusedVerdict(post, refusal)]
  })
  return { accepted: [...old, ...fresh], refused }
}

function firstOfEach(posts: readonly ReadPost[]): ReadPost[] {
  const seen = new Set<string>()
  return posts.filter(({ whoKey }) => {
    if (whoKey === '') return true
    const isFirst = !seen.has(whoKey)
    seen.add(whoKey)
    return isFirst
  })
}

async function personsOf(tx: Tx, leadIds: readonly number[]): Promise<Map<number, number>> {
  if (leadIds.length === 0) return new Map()
  const rows = await recordsById(tx, theProgram, await definitionOf(tx, 'Lead'), leadIds, ['PersonId'])
  return new Map(rows.map(({ Id, PersonId }) => [Id, Number(PersonId)]))
}

const refusedVerdict = ({ post, form, notes }: ReadPost, refusal: Refusal): Worked => ({
  id: post.id,
  state: 'waiting',
  code: refusal.code,
  reason: eachRefusal(refusal)
    .map(({ message }) => message)
    .join(' ')
    .replaceAll('\u0000', '␀')
    .slice(0, 2000),
  formId: form?.id ?? null,
  notes,
})

/** What follows for everybody who was met: campaign response, inquiry, word to the owner, answer to the visitor. */
async function accept(tx: Tx, setting: LetterSetting, accepted: readonly Accepted[]): Promise<Worked[]> {
  if (accepted.length === 0) return []
  const definition = await definitionOf(tx, 'Lead')
  const responses = await respond(tx, setting, accepted)
  const inquiryIds = await recordInquiries(
    tx,
    theProgram,
    accepted.map((one, at) => ({
      personId: one.who.personId,
      source: 'Web form',
      subject: subjectOf(one),
      details: Object.fromEntries(
        Object.entries(one.understanding.lead).flatMap(([name, value]) =>
          value === '' || value === false
            ? []
            : [[definition.field.get(name.toLowerCase())?.label ?? name, clean(value)]],
        ),
      ),
      campaignId: responses[at]?.campaignId ?? null,
      formPostId: one.post.id,
      respondedAt: one.post.receivedAt,
    })),
  )
  await learnFromAnswers(tx, definition, accepted)
  await tellOwners(tx, accepted)
  await answerVisitors(tx, setting.publicUrl, accepted)
  return accepted.map((one, at) => ({
    id: one.post.id,
    state: one.known === undefined ? 'lead' : 'inquiry',
    recordId: one.who.id,
    inquiryId: inquiryIds[at] ?? 0,
    formId: one.form?.id ?? null,
    notes: [...one.notes, ...(responses[at]?.notes ?? [])],
  }))
}

/** Who sent the registration page of an event registers for it; everybody else responds to the campaign of their form. */
async function respond(tx: Tx, setting: LetterSetting, accepted: readonly Accepted[]): Promise<CampaignResponse[]> {
  const registered = await registerVisitors(tx, setting, accepted)
  const others = accepted.filter((_, at) => registered[at] === undefined)
  const responses = await respondToCampaigns(tx, others)
  return accepted.map((one, at) => registered[at] ?? responses[others.indexOf(one)] ?? { campaignId: null, notes: [] })
}

const clean = (value: string | boolean): string | boolean =>
  typeof value === 'string' ? value.replaceAll('\u0000', '␀').slice(0, 4000) : value
