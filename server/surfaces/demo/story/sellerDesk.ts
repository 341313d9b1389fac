import { encodeId } from '../../../../shared/ids.ts'
import type { Draft } from '../../../ground/objects/drafts.ts'
import { createEvents, createNotes, createTasks } from '../../../records/activities/activities.ts'
import { updateAccounts } from '../../../records/accounts/accounts.ts'
import { updateContacts } from '../../../records/contacts/contacts.ts'
import { createContactRoles } from '../../../records/opportunities/contact-roles.ts'
import { openOpportunities, updateOpportunities } from '../../../records/opportunities/opportunities.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Random } from '../random.ts'
import type { Colleague } from './cast.ts'
import { finishChores } from './chores.ts'
import { beginDeal, moveAt, worthOf, type Deal, type Opening } from './deals.ts'
import { DAY_MS, dayOf, daysAfter, workdayAfter } from './moments.ts'
import { idsOf, refuseAnyOf } from './saved.ts'
import type { Story } from './story.ts'
import { furtherProducts, meetings, nextSteps, products, salesNotes, workAt } from './wording.ts'

/** A deal that comes to its next stage today; without one it only gets another close date. */
type Move = { readonly deal: Deal; readonly stage: string | undefined; readonly random: Random }

/** A salesperson's hours: opens deals with companies we know, moves those in progress, and writes down what was done. */
export async function workAsSeller(then: Tx, story: Story, seller: Colleague): Promise<void> {
  await openDeals(then, story, seller, story.openings.due(seller.userId, then.now))
  const moves = story.moves.due(seller.userId, then.now).map((deal): Move => ({ deal, stage: deal.path.shift(), random: story.random.fork(`move ${deal.name} ${then.now.getTime()}`) }))
  await finishChores(then, story, seller, moves.flatMap(({ deal }) => takeFollowUp(deal)))
  if (moves.length === 0) return
  refuseAnyOf(await updateOpportunities(then, seller, moves.map((move) => ({ id: move.deal.id, draft: changeOf(then, move) }))))
  await writeDown(then, story, seller, moves)
  await welcomeCustomers(then, seller, moves)
  await bringInDeciders(then, seller, moves)
  for (const move of moves) goOn(then, story, move)
}

function takeFollowUp(deal: Deal): number[] {
  const taken = deal.followUpId
  deal.followUpId = undefined
  return taken === undefined ? [] : [taken]
}

async function openDeals(then: Tx, story: Story, seller: Colleague, due: readonly Opening[]): Promise<void> {
  const openings = due.filter(({ place }) => place.contacts.length > 0)
  if (openings.length === 0) return
  const drafts = openings.map(({ place, kind }) => openingDraft(then, story, place, kind))
  const ids = idsOf(await openOpportunities(then, seller, drafts.map(({ draft }) => draft)))
  for (const [at, { place, kind }] of openings.entries()) {
    const one = drafts[at]
    if (one === undefined) continue
    beginDeal(story, then.now, { id: ids[at] ?? 0, name: one.draft.Name, place, seller, contactIds: [one.contactId], isNew: kind === 'New Business', mistaken: [], worth: one.worth, isAmountKnown: true, closeDate: one.draft.CloseDate })
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

function changeOf({ now }: Tx, { deal, stage, random }: Move): Draft {
  const isEnd = stage?.startsWith('Closed') === true
  const amount = amountAt(deal, stage, random)
  const close = closeDateAt(now, deal, stage, random)
  deal.closeDate = close
  return {
    ...(stage === undefined ? {} : { StageName: stage }),
    ...(deal.isNew ? { Type: 'New Business' } : {}),
    CloseDate: close,
    ...(isEnd ? { NextStep: null } : random.chance(0.5) ? { NextStep: random.pick(nextSteps) } : {}),
    ...(amount === undefined ? {} : { Amount: amount, NoAmountReason: null }),
    ...(stage === 'Closed Lost' && deal.ending.kind === 'lost' ? { LossReason: deal.ending.reason, VettingFailure: deal.ending.letter ?? null } : {}),
  }
}

/** The amount is known when the value is talked about; it changes with the proposal, and at the end it is what was agreed. */
function amountAt(deal: Deal, stage: string | undefined, random: Random): number | undefined {
  const rounded = (factor: number): number => Math.max(1000, Math.round((deal.worth * factor) / 100) * 100)
  if (stage === 'Closed Won') return deal.worth
  if (!deal.isAmountKnown && stage !== 'Closed Lost' && stage !== 'Qualification') {
    deal.isAmountKnown = true
    return rounded(random.logNormal(1, 0.25))
  }
  return stage === 'Proposal/Price Quote' || stage === 'Negotiation/Review' ? rounded(random.logNormal(1, 0.12)) : undefined
}

/** Closed today, or put off when the day promised comes too near. */
function closeDateAt(now: Date, deal: Deal, stage: string | undefined, random: Random): string {
  if (stage?.startsWith('Closed') === true) return dayOf(now)
  const needed = daysAfter(now, deal.gapDays * Math.max(1, deal.path.length))
  if (stage !== undefined && deal.closeDate >= dayOf(daysAfter(now, deal.gapDays * 0.7))) return deal.closeDate
  if (stage !== undefined && random.chance(0.12)) return deal.closeDate
  return monthEnd(daysAfter(needed, random.whole(5, 40)))
}

/** People put deals off to the end of a month. */
const monthEnd = (day: Date): string => new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).toISOString().slice(0, 10)

async function writeDown(then: Tx, story: Story, seller: Colleague, moves: readonly Move[]): Promise<void> {
  const logs = moves.flatMap((move) => workDone(then, move))
  const open = moves.filter(({ deal, random }) => (deal.path.length > 0 || deal.ending.kind === 'adrift') && random.chance(0.6))
  const ids = idsOf(await createTasks(then, seller, [...logs, ...open.map((move) => nextTask(then, story, move))]))
  for (const [at, { deal }] of open.entries()) deal.followUpId = ids[logs.length + at]
  const meeting = moves.filter(({ stage, random }) => stage !== undefined && stage !== 'Closed Lost' && random.chance(0.3))
  if (meeting.length > 0) idsOf(await createEvents(then, seller, meeting.map((move) => meetingOf(then, move))))
  const noted = moves.filter(({ stage, random }) => stage?.startsWith('Closed') !== true && random.chance(0.16))
  if (noted.length > 0) idsOf(await createNotes(then, seller, noted.map(({ deal, random }) => ({ ParentId: encodeId(deal.id), Title: 'Where it stands', Body: random.pick(salesNotes) }))))
}

/** Whoever buys for the first time is a customer, and so are the people who bought. */
async function welcomeCustomers(then: Tx, seller: Colleague, moves: readonly Move[]): Promise<void> {
  const places = [...new Set(moves.filter(({ deal, stage }) => stage === 'Closed Won' && !deal.place.isCustomer).map(({ deal }) => deal.place))]
  if (places.length === 0) return
  for (const place of places) place.isCustomer = true
  refuseAnyOf(await updateAccounts(then, seller, places.map(({ id }) => ({ id, draft: { Type: 'Customer' } }))))
  refuseAnyOf(await updateContacts(then, seller, places.flatMap(({ contacts }) => contacts.map(({ id }) => ({ id, draft: { Type: 'Customer' } })))))
}

/** Somebody else decides than who asked. */
async function bringInDeciders(then: Tx, seller: Colleague, moves: readonly Move[]): Promise<void> {
  const roles = moves.flatMap(({ deal, stage, random }) => {
    const others = stage === 'Id. Decision Makers' ? deal.place.contacts.filter(({ id }) => !deal.contactIds.includes(id)) : []
    return others.slice(0, 2).map(({ id }, nth) => ({ OpportunityId: encodeId(deal.id), ContactId: encodeId(id), Role: nth === 0 ? 'Decision Maker' : random.pick(['Evaluator', 'Technical Buyer', 'Influencer']) }))
  })
  if (roles.length > 0) idsOf(await createContactRoles(then, seller, roles))
}

const about = ({ deal, random }: Move): Draft => ({ WhoId: encodeId(random.pick(deal.contactIds)), WhatId: encodeId(deal.id), ActivityKind: 'Deal' })

function workDone(then: Tx, move: Move): Draft[] {
  const { stage, random } = move
  const kinds = workAt[stage ?? 'Prospecting'] ?? []
  const done = random.chance(0.25) ? kinds : kinds.slice(0, 1)
  return done.map(([Subject, Type]) => ({
    ...about(move),
    Subject,
    Type,
    Status: 'Completed',
    ActivityDate: dayOf(then.now),
    TaskSubtype: Type === 'Call' ? 'Call' : Type === 'Email' ? 'Email' : 'Task',
    ...(Type === 'Call' ? { CallType: 'Outbound', CallDurationInSeconds: Math.round(random.logNormal(600, 0.6)) } : {}),
  }))
}

const nextMoveAt = ({ now }: Tx, story: Story, { deal, random }: Move): Date => moveAt(story, now, deal.gapDays * random.fork('next').logNormal(0.95, 0.3))

const nextTask = (then: Tx, story: Story, move: Move): Draft => ({
  ...about(move),
  Subject: `${move.random.pick(nextSteps)}: ${move.deal.place.company.name}`.slice(0, 255),
  Type: move.random.weighted([['Call', 5], ['Email', 3], ['Meeting', 1]]),
  ActivityDate: dayOf(nextMoveAt(then, story, move)),
  Priority: move.random.chance(0.2) ? 'High' : 'Normal',
})

function meetingOf({ now }: Tx, { deal, random }: Move): Draft {
  const [subject, type, minutes] = random.pick(meetings)
  const starts = workdayAfter(now, random.whole(1, 15))
  starts.setUTCHours(random.whole(7, 15), random.pick([0, 30]), 0, 0)
  return {
    Subject: `${subject}: ${deal.place.company.name}`.slice(0, 255),
    Type: type,
    StartDateTime: starts.toISOString(),
    EndDateTime: new Date(starts.getTime() + minutes * 60_000).toISOString(),
    Location: type === 'Meeting' ? deal.place.company.town : 'Video call',
    WhoId: encodeId(random.pick(deal.contactIds)),
    WhatId: encodeId(deal.id),
    ActivityKind: 'Deal',
  }
}

const FORGOTTEN = 0.14

function goOn(then: Tx, story: Story, move: Move): void {
  const { deal, stage, random } = move
  const { seller, place } = deal
  if (stage === 'Closed Won' || stage === 'Closed Lost') {
    if (place.deal === deal) place.deal = undefined
    if (stage === 'Closed Won' && random.chance(0.36)) story.openings.note(seller.userId, daysAfter(then.now, random.logNormal(190, 0.5)), { place, kind: random.chance(0.35) ? 'Renewal' : 'Existing Business' })
    return
  }
  const due = deal.path.length === 0 ? daysAfter(then.now, random.whole(35, 70)) : nextMoveAt(then, story, move)
  const isLate = story.end.getTime() - due.getTime() < 21 * DAY_MS
  // What was forgotten lately is overdue now; what was forgotten long ago somebody has found.
  if (!isLate || !random.chance(FORGOTTEN)) story.moves.note(seller.userId, due, deal)
}
