import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeId } from '../../../shared/ids.ts'
import { aCampaign, aContact, aLead, anAccount, anOpportunity, anOrg, someone } from '../../../test/support/builders.ts'
import { aVettedLead, columnsThatReferToPersons, converted, snapshot } from '../../../test/support/conversions.ts'
import { freshDatabase, rolledBack } from '../../../test/support/database.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { Draft } from '../../ground/objects/drafts.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { inSavepoint, type Tx } from '../../platform/tx.ts'
import { updateAccounts } from '../../records/accounts/accounts.ts'
import { createEvents, createNotes, createTasks, updateTasks } from '../../records/activities/activities.ts'
import { addCampaignMembers } from '../../records/campaigns/members.ts'
import { createContacts } from '../../records/contacts/contacts.ts'
import { addContactRoles } from '../../records/opportunities/opportunities.ts'
import { bookPayments } from '../../records/opportunities/payments.ts'
import { convertLeads, type ConversionRequest } from './conversion.ts'
import { personPointers } from '../duplicates/pointers.ts'
import { undoConversion } from './undoing.ts'

const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })

/** A world of one lead and what may be there already: enough to meet every path of a conversion. */
const worlds = fc.record({
  lead: fc.record({
    FirstName: maybe(['Ada', 'Bo']),
    Email: maybe(['ada@nordwind.example']),
    Phone: maybe(['+49 431 55']),
    Website: maybe(['nordwind.example']),
    City: maybe(['Kiel']),
    LeadSource: maybe(['Web', 'Trade Show']),
    AnnualRevenue: maybe([5_000_000]),
    DoNotCall: fc.boolean(),
    HasOptedOutOfEmail: fc.boolean(),
    EmailBouncedDate: maybe(['2026-02-03T04:05:06.789Z']),
  }),
  account: maybe([{}, { Phone: '+49 431 1', BillingCity: 'Hamburg', Type: 'Customer' }]),
  contact: maybe([
    {},
    { Title: 'CTO', Email: 'old@nordwind.example', LeadSource: 'Partner', HasOptedOutOfEmail: true },
  ]),
  opportunity: fc.constantFrom('new', 'none', 'existing'),
  overwriteLeadSource: fc.boolean(),
  leadResponded: fc.boolean(),
  contactResponded: fc.boolean(),
})

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never

/** Builds the world and answers the conversion somebody asks for in it. */
async function build(tx: Tx, admin: Actor, world: World): Promise<ConversionRequest> {
  const { LeadSource, ...rest } = world.lead
  const leadId = await aVettedLead(tx, admin, definedOnly({ ...rest, LeadSource }))
  const accountId = world.account === undefined ? undefined : await anAccount(tx, admin, world.account)
  const contactId =
    accountId === undefined || world.contact === undefined
      ? undefined
      : await aContact(tx, admin, { AccountId: encodeId(accountId), ...world.contact })
  const opportunityId =
    accountId === undefined || world.opportunity !== 'existing'
      ? undefined
      : await anOpportunity(tx, admin, { AccountId: encodeId(accountId) })
  await createTasks(tx, admin, [
    { Subject: 'Call', WhoId: leadId },
    { Subject: 'Called', WhoId: leadId, Status: 'Completed' },
  ])
  await createEvents(tx, admin, [{ Subject: 'Meet', WhoId: leadId, StartDateTime: '2099-01-01T10:00:00Z' }])
  await createNotes(tx, admin, [{ Title: 'Met at the fair', ParentId: leadId }])
  const [fair, mail] = [
    await aCampaign(tx, admin, { Type: 'Email' }),
    await aCampaign(tx, admin, { Name: 'Mail', Type: 'Email' }),
  ]
  const status = (responded: boolean): string => (responded ? 'Responded' : 'Sent')
  await addCampaignMembers(tx, admin, [
    { CampaignId: fair, LeadId: leadId, Status: status(world.leadResponded) },
    { CampaignId: mail, LeadId: leadId, Status: 'Sent' },
  ])
  if (contactId !== undefined)
    await addCampaignMembers(tx, admin, [
      { CampaignId: fair, ContactId: contactId, Status: status(world.contactResponded) },
    ])
  return {
    leadId,
    accountId,
    contactId,
    opportunityId,
    doNotCreateOpportunity: world.opportunity === 'none',
    overwriteLeadSource: contactId !== undefined && world.overwriteLeadSource,
  }
}

const definedOnly = (values: Draft): Draft =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

/** What may change on a record that was there: opt-outs rise, and the lead source when asked for. */
const mayChange = new Set([
  'do_not_call',
  'has_opted_out_of_email',
  'has_opted_out_of_fax',
  'match_keys',
  'search',
  'web_domain',
])

test('whatever is converted into whatever, no value is replaced, and undoing restores every row', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await fc.assert(
      fc.asyncProperty(worlds, (world) =>
        undone(tx, async () => {
          const request = await build(tx, admin, world)
          const before = await snapshot(tx)
          await converted(tx, admin, request)
          const after = await snapshot(tx)
          for (const [place, row] of existing(before)) {
            for (const [column, value] of Object.entries(row)) {
              if (
                value === null ||
                mayChange.has(column) ||
                (column === 'lead_source' && request.overwriteLeadSource === true)
              )
                continue
              assert.deepEqual(Reflect.get(Object(after[place]), column), value, `${place} ${column}`)
            }
          }
          await undoConversion(tx, admin, request.leadId)
          assert.deepEqual(await snapshot(tx), before)
        }),
      ),
      { numRuns: 60 },
    )
  }))

/** Each world begins with nothing in it. */
async function undone(tx: Tx, story: () => Promise<void>): Promise<void> {
  const end = new Error('the world has ended')
  await inSavepoint(tx, async () => {
    await story()
    throw end
  }).catch((error: unknown) => {
    if (error !== end) throw error
  })
}

const existing = (rows: Readonly<Record<string, unknown>>): [string, Readonly<Record<string, unknown>>][] =>
  Object.entries(rows).flatMap(([place, row]) =>
    /^(account|contact|opportunity) /.test(place) && typeof row === 'object' && row !== null
      ? [[place, { ...row }]]
      : [],
  )

test('everything that hangs on a person follows them', () =>
  rolledBack(async (tx) => {
    const pointers = personPointers.map(({ table, column }) => `${table}.${column}`)
    assert.deepEqual(new Set(pointers), new Set(await columnsThatReferToPersons(tx)))
  }))

test('of two who convert one lead at once, one wins and the other is told by whom', async () => {
  const { db, org, drop } = await freshDatabase()
  try {
    const { leadId, grace, bo } = await inTransaction(db, org, async (tx) => {
      const { admin } = await anOrg(tx)
      return {
        leadId: await aVettedLead(tx, admin),
        grace: await someone(tx, 'sales', 'Grace'),
        bo: await someone(tx, 'vetter', 'Bo'),
      }
    })
    const both = await Promise.all(
      [grace, bo].map((actor) =>
        inTransaction(db, org, async (tx) => ({ actor, results: await convertLeads(tx, actor, [{ leadId }]) })),
      ),
    )
    const winner = both.find(({ results: [result] }) => result?.converted !== undefined)
    const loser = both.find(({ results: [result] }) => result?.refusal !== undefined)
    assert.ok(winner !== undefined && loser !== undefined, 'exactly one wins')
    const refusal = loser.results[0]?.refusal
    assert.deepEqual([refusal?.kind, refusal?.code], ['conflict', 'lead_already_converted'])
    assert.equal(refusal?.details.facts?.contactId, encodeId(winner.results[0]?.converted?.contactId ?? 0))
    assert.match(refusal?.message ?? '', new RegExp(`^${winner.actor.name} has converted`))
  } finally {
    await drop()
  }
})

test('what was built on a conversion keeps it from being undone, each in its own words', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const builds: readonly (readonly [
      RegExp,
      (one: { accountId: number; contactId: number; opportunityId: number | null; taskId: number }) => Promise<unknown>,
    ])[] = [
      [
        /The account was changed since/,
        ({ accountId }) => updateAccounts(tx, admin, [{ id: accountId, draft: { Phone: '1' } }]),
      ],
      [
        /Something was done or planned/,
        ({ contactId }) => createTasks(tx, admin, [{ Subject: 'Call', WhoId: contactId }]),
      ],
      [
        /Something was done or planned/,
        ({ accountId }) => createNotes(tx, admin, [{ Title: 'Note', ParentId: accountId }]),
      ],
      [
        /A task that came along with the lead was completed/,
        ({ taskId }) => updateTasks(tx, admin, [{ id: taskId, draft: { Status: 'Completed' } }]),
      ],
      [
        /The account has another opportunity/,
        ({ accountId }) => anOpportunity(tx, admin, { AccountId: encodeId(accountId) }),
      ],
      [
        /The account has another contact/,
        ({ accountId }) => createContacts(tx, admin, [{ LastName: 'Lind', AccountId: accountId }]),
      ],
      [/Another account stands below/, ({ accountId }) => anAccount(tx, admin, { ParentId: encodeId(accountId) })],
      [
        /role in another opportunity/,
        async ({ contactId }) =>
          addContactRoles(tx, admin, [{ opportunityId: await anOpportunity(tx, admin), contactId, isPrimary: false }]),
      ],
      [
        /Another lead was converted into/,
        async ({ accountId }) =>
          converted(tx, admin, { leadId: await aVettedLead(tx, admin), accountId, doNotCreateOpportunity: true }),
      ],
      [
        /added to another campaign/,
        async ({ contactId }) =>
          addCampaignMembers(tx, admin, [
            { CampaignId: await aCampaign(tx, admin, { Type: 'Email' }), ContactId: contactId },
          ]),
      ],
      [
        /Money was received for the opportunity/,
        ({ opportunityId }) =>
          bookPayments(tx, admin, [{ OpportunityId: opportunityId, Amount: 100, ReceivedDate: '2026-01-02' }]),
      ],
    ]
    for (const [sentence, build] of builds) {
      const leadId = await aVettedLead(tx, admin)
      const [task] = await createTasks(tx, admin, [{ Subject: 'Call', WhoId: leadId }])
      await build({ ...(await converted(tx, admin, { leadId })), taskId: task?.id ?? 0 })
      await assert.rejects(
        undoConversion(tx, admin, leadId),
        { code: 'conversion_built_upon', message: sentence },
        String(sentence),
      )
    }
  }))

test('a vetter takes back what they converted, though their role deletes no account', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const vetter = await someone(tx, 'vetter')
    const leadId = await aVettedLead(tx, admin)
    await converted(tx, vetter, { leadId })
    await undoConversion(tx, vetter, leadId, 'Wrong company')
    assert.equal((await getRecord(tx, admin, await definitionOf(tx, 'Lead'), leadId)).Status, 'Open - Not Contacted')
    await assert.rejects(undoConversion(tx, vetter, leadId), { code: 'not_converted' })
    await assert.rejects(undoConversion(tx, await someone(tx, 'marketing'), await aLead(tx, admin)), {
      code: 'forbidden',
    })
  }))
