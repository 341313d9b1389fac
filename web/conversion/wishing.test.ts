import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Prospect, Suggestion } from './conversion.ts'
import { contactsOf, firstPlan, reasonAgainstPlan, wishOf, withAccount, withContact } from './wishing.ts'

const suggestion = (Id: string, probability: number, more: Record<string, unknown> = {}): Suggestion => ({
  record: { Id, Name: `Name of ${Id}`, ...more },
  probability,
  reasons: [],
  fills: [],
  stays: [],
})
const prospect = (more: Partial<Prospect> = {}): Prospect => ({
  lead: { Id: 'lead', Owner: { Id: '0050000000000AAAAA', Name: 'Ada', type: 'User' } },
  qualification: {
    leadId: 'lead',
    agreementVersion: 1,
    isAgreementSigned: true,
    criteria: [],
    missing: [],
    notMet: [],
    metAll: true,
    sentence: 'Vetted.',
  },
  agreement: { version: 1, isSigned: true, converters: ['vetter'] },
  obstacle: null,
  mayOverride: false,
  convertedStatuses: [],
  accounts: [],
  contacts: [],
  opportunities: [],
  warnings: [],
  conversion: null,
  fresh: {
    Account: {},
    Contact: {},
    Opportunity: { Name: 'Nordwind', CloseDate: '2026-12-31', NoAmountReason: 'Not known at conversion' },
  },
  ...more,
})

test('a lead nobody knows becomes a new account, contact and opportunity', () => {
  const one = prospect()
  assert.deepEqual(wishOf(firstPlan(one), one), {
    ownerId: '0050000000000AAAAA',
    opportunityName: 'Nordwind',
    noAmountReason: 'Not known at conversion',
    closeDate: '2026-12-31',
  })
})

test('a likely contact is chosen with its account, a doubtful one is only shown', () => {
  const accounts = [suggestion('a1', 0.6), suggestion('a2', 0.97)]
  const sure = prospect({ accounts, contacts: [suggestion('c1', 0.95, { AccountId: 'a1' })] })
  assert.deepEqual(
    [firstPlan(sure).account, firstPlan(sure).contact],
    [
      { kind: 'existing', id: 'a1', name: 'Name of a1' },
      { kind: 'existing', id: 'c1', name: 'Name of c1' },
    ],
  )
  const doubtful = prospect({ accounts, contacts: [suggestion('c1', 0.6, { AccountId: 'a1' })] })
  assert.deepEqual(
    [firstPlan(doubtful).account.kind === 'existing' && firstPlan(doubtful).account, firstPlan(doubtful).contact.kind],
    [{ kind: 'existing', id: 'a2', name: 'Name of a2' }, 'new'],
  )
})

test('the one account that bears the company’s very name is chosen; of two that do, neither', () => {
  const lead = { Id: 'lead', Company: 'Nordwind ' }
  const named = [suggestion('a1', 0.7, { Name: 'Nordwind Süd' }), suggestion('a2', 0.6, { Name: 'nordwind' })]
  assert.deepEqual(firstPlan(prospect({ lead, accounts: named })).account, {
    kind: 'existing',
    id: 'a2',
    name: 'nordwind',
  })
  const twice = [...named, suggestion('a3', 0.6, { Name: 'Nordwind' })]
  assert.equal(firstPlan(prospect({ lead, accounts: twice })).account.kind, 'new')
})

test('another account lets go of the contact and the opportunity of the former one', () => {
  const contact = suggestion('c1', 0.9, { AccountId: 'a1', Account: { Id: 'a1', Name: 'Nordwind' } })
  const plan = {
    ...withContact(firstPlan(prospect()), contact),
    opportunity: { kind: 'existing', id: 'o1', name: 'Fleet' },
  } as const
  assert.deepEqual(plan.account, { kind: 'existing', id: 'a1', name: 'Nordwind' })
  const moved = withAccount(plan, { kind: 'new' })
  assert.deepEqual([moved.contact, moved.opportunity], [{ kind: 'new' }, { kind: 'new' }])
  assert.deepEqual(contactsOf([contact], { kind: 'existing', id: 'a2', name: 'Other' }), [])
})

test('an amount goes without a reason for none, and no opportunity goes without either', () => {
  const one = prospect()
  const plan = firstPlan(one)
  assert.deepEqual(wishOf({ ...plan, amount: 1200 }, one).noAmountReason, undefined)
  assert.deepEqual(wishOf({ ...plan, opportunity: { kind: 'none' }, amount: 1200 }, one), {
    ownerId: '0050000000000AAAAA',
    doNotCreateOpportunity: true,
  })
})

test('without the criteria it takes a reason, by who may; a queue never owns the result', () => {
  const missing = {
    ...prospect().qualification,
    metAll: false,
    missing: ['Timeline'],
    sentence: 'This lead is not vetted yet: timeline is missing.',
  }
  const mayNot = prospect({
    qualification: missing,
    obstacle: 'This lead is not vetted yet: timeline is missing. Record what is missing first.',
  })
  assert.equal(reasonAgainstPlan(firstPlan(mayNot), mayNot), mayNot.obstacle)
  const may = prospect({ qualification: missing, mayOverride: true, obstacle: 'Not vetted.' })
  assert.match(reasonAgainstPlan(firstPlan(may), may) ?? '', /give the reason/)
  const given = { ...firstPlan(may), overrideReason: 'The board asked for it' }
  assert.deepEqual(
    [reasonAgainstPlan(given, may), wishOf(given, may).overrideReason],
    [undefined, 'The board asked for it'],
  )
  const queued = prospect({ lead: { Id: 'lead', Owner: { Id: '00G0000000000AAAAA', Name: 'Inbound', type: 'Group' } } })
  assert.match(reasonAgainstPlan(firstPlan(queued), queued) ?? '', /queue owns no account/)
})

test('a status is named only where there are several, and the ticks only where they are set', () => {
  const several = prospect({ convertedStatuses: ['Closed - Converted', 'Handed over'] })
  assert.equal(wishOf(firstPlan(several), several).convertedStatus, 'Closed - Converted')
  const plain = wishOf(firstPlan(prospect()), prospect())
  assert.deepEqual(
    [plain.convertedStatus, plain.keepOutOfForecast, plain.sendNotificationEmail],
    [undefined, undefined, undefined],
  )
  const ticked = {
    ...firstPlan(several),
    convertedStatus: 'Handed over',
    keepOutOfForecast: true,
    sendNotificationEmail: true,
  }
  const wish = wishOf(ticked, several)
  assert.deepEqual(
    [wish.convertedStatus, wish.keepOutOfForecast, wish.sendNotificationEmail],
    ['Handed over', true, true],
  )
  assert.equal(wishOf({ ...ticked, opportunity: { kind: 'none' } }, several).keepOutOfForecast, undefined)
})
