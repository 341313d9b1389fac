import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeId } from '../../../shared/ids.ts'
import { aLead, anOrg, someone } from '../../../test/support/builders.ts'
import { aVettedLead, converted } from '../../../test/support/conversions.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { createEvents, createTasks, updateTasks } from '../../records/activities/activities.ts'
import { openOpportunities } from '../../records/opportunities/opportunities.ts'
import { leadDoor } from '../../records/leads/leads.ts'
import { cautionsOf, stateOfAgreement } from './agreement.ts'
import { currentAgreement, draftAgreement, listAgreements, signAgreement } from './agreements.ts'
import { shortfallOf } from './evidence.ts'
import { recordOutcome } from './outcomes.ts'
import { keepSalesOffLeads } from './vetting.ts'
import { evidenceOf, qualificationOf, recordEvidence } from './qualification.ts'

const Lead = leadDoor.definition

test('a new org works by BANT, and says that nobody signed it yet', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const agreement = await currentAgreement(tx, admin)
    assert.equal(agreement.criteria.map(({ letter }) => letter).join(''), 'BANT')
    assert.ok(agreement.criteria.every(({ required }) => required))
    assert.equal(stateOfAgreement(agreement), 'draft')
    assert.match(cautionsOf(agreement).join(' '), /Not signed yet by Marketing and Sales/)
  }))

test('an agreement is in force once both sides signed, and the one before stays readable', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const marketing = await someone(tx, 'marketing')
    const sales = await someone(tx, 'sales')
    const first = await currentAgreement(tx, admin)
    await signAgreement(tx, marketing, first.id, 'marketing')
    assert.equal(stateOfAgreement(await currentAgreement(tx, admin)), 'draft')
    await signAgreement(tx, sales, first.id, 'sales')
    assert.equal(stateOfAgreement(await currentAgreement(tx, admin)), 'in_force')

    const more = { name: 'Fit', label: 'Product fit', letter: 'F', required: true, help: 'Can we do what they need?' }
    const second = await draftAgreement(tx, sales, { criteria: [...first.criteria, more] })
    assert.equal(second.version, 2)
    assert.equal((await currentAgreement(tx, admin)).version, 1)
    await signAgreement(tx, sales, second.id, 'sales')
    await signAgreement(tx, marketing, second.id, 'marketing')
    assert.equal((await currentAgreement(tx, admin)).version, 2)
    assert.deepEqual((await listAgreements(tx, admin)).map(stateOfAgreement), ['in_force', 'superseded'])
    await assert.rejects(signAgreement(tx, sales, first.id, 'sales'), { code: 'agreement_superseded' })
    await assert.rejects(signAgreement(tx, sales, second.id, 'sales'), { code: 'already_signed' })
  }))

test('each side signs for itself, and a vetter for neither', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const { id } = await currentAgreement(tx, admin)
    const vetter = await someone(tx, 'vetter')
    await assert.rejects(signAgreement(tx, await someone(tx, 'marketing'), id, 'sales'), {
      code: 'forbidden',
      message: /may not sign for Sales/,
    })
    await assert.rejects(signAgreement(tx, vetter, id, 'sales'), { code: 'forbidden' })
    await assert.rejects(draftAgreement(tx, vetter, {}), { code: 'forbidden', message: /Those who sign it do/ })
  }))

test('an agreement with nonsense in it is refused in words', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const { criteria } = await currentAgreement(tx, admin)
    const [budget] = criteria
    assert.ok(budget)
    await assert.rejects(draftAgreement(tx, admin, { criteria: [] }), { code: 'wrong_number_of_criteria' })
    await assert.rejects(draftAgreement(tx, admin, { criteria: [budget, { ...budget, name: 'BUDGET' }] }), {
      code: 'criterion_named_twice',
    })
    await assert.rejects(draftAgreement(tx, admin, { criteria: [{ ...budget, name: 'not a name' }] }), {
      code: 'malformed_criterion',
    })
    await assert.rejects(draftAgreement(tx, admin, { leadDefinition: '  ' }), { code: 'definition_missing' })
    await assert.rejects(draftAgreement(tx, admin, { firstResponseHours: 0 }), { code: 'invalid_value' })
    await assert.rejects(draftAgreement(tx, admin, { converters: ['read_only'] }), {
      code: 'role_cannot_convert',
      message: /no role that can convert/,
    })
    await assert.rejects(draftAgreement(tx, admin, { converters: [] }), { code: 'converters_missing' })
    const salesFirst = await draftAgreement(tx, admin, { converters: ['sales'] })
    assert.match(cautionsOf(salesFirst).join(' '), /riskiest/)
  }))

test('a lead is vetted when the latest evidence meets every required criterion', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    const other = await aLead(tx, admin)
    await learned(tx, admin, id, ['Budget', 'Authority', 'Need'])
    const [open, untouched] = await qualificationOf(tx, admin, [id, other])
    assert.equal(open && shortfallOf(open), 'timeline is missing')
    assert.equal(untouched && shortfallOf(untouched), 'budget, authority, need and timeline are missing')

    await recordEvidence(tx, admin, [
      { leadId: id, criterion: 'timeline', value: 'By May', source: 'call', observedOn: '2026-03-01' },
      {
        leadId: id,
        criterion: 'Budget',
        value: 'Frozen until 2029',
        isMet: false,
        source: 'email',
        saidBy: 'Their CFO',
      },
    ])
    const [frozen] = await qualificationOf(tx, admin, [id])
    assert.equal(frozen?.metAll, false)
    assert.equal(frozen && shortfallOf(frozen), 'budget is not met')

    await learned(tx, admin, id, ['Budget'])
    const [vetted] = await qualificationOf(tx, admin, [id])
    assert.equal(vetted?.metAll, true)
    assert.equal((await evidenceOf(tx, admin, id)).filter(({ criterion }) => criterion === 'Budget').length, 3)
  }))

test('what was observed later counts, even when something older is written down after it', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    await recordEvidence(tx, admin, [
      {
        leadId: id,
        criterion: 'Need',
        value: 'Solved it themselves',
        isMet: false,
        source: 'call',
        observedOn: '2026-05-02',
      },
    ])
    await recordEvidence(tx, admin, [
      { leadId: id, criterion: 'Need', value: 'Asked at the fair', source: 'import', observedOn: '2026-04-01' },
    ])
    const [qualification] = await qualificationOf(tx, admin, [id])
    assert.deepEqual(qualification?.notMet, ['Need'])
  }))

test('evidence without words, of the future, or for no criterion is refused', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const leadId = await aLead(tx, admin)
    const good = { leadId, criterion: 'Budget', value: '€40k', source: 'call' } as const
    await assert.rejects(recordEvidence(tx, admin, [{ ...good, value: ' ' }]), {
      code: 'required_field_missing',
      message: /check mark alone/,
    })
    await assert.rejects(recordEvidence(tx, admin, [{ ...good, observedOn: '9999-01-01' }]), {
      code: 'observed_in_the_future',
    })
    await assert.rejects(recordEvidence(tx, admin, [{ ...good, criterion: 'Mood' }]), {
      code: 'unknown_criterion',
      message: /'Budget', 'Authority'/,
    })
    await assert.rejects(recordEvidence(tx, await someone(tx, 'read_only'), [good]), { code: 'forbidden' })
    assert.equal((await evidenceOf(tx, admin, leadId)).length, 0)
  }))

const learned = (tx: Tx, actor: Actor, leadId: number, criteria: readonly string[]) =>
  recordEvidence(
    tx,
    actor,
    criteria.map((criterion) => ({ leadId, criterion, value: `What was said about ${criterion}`, source: 'call' })),
  )

test('an opportunity is not set by hand: the call says what is missing before conversion', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    await learned(tx, admin, id, ['Budget', 'Authority', 'Need'])
    const { qualification } = await recordOutcome(tx, admin, id, { outcome: 'opportunity' })
    assert.deepEqual(qualification.missing, ['Timeline'])
    assert.equal((await getRecord(tx, admin, Lead, id)).Status, 'Working - Contacted')
  }))

test('a lead gets no proposal but vetting, and the refusal says what is missing', () =>
  rolledBack(async (tx) => {
    keepSalesOffLeads()
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    await learned(tx, admin, id, ['Budget', 'Authority', 'Need'])
    const [proposal, demo, call] = await createTasks(tx, admin, [
      { Subject: 'Write the offer', Type: 'Proposal', WhoId: id, Status: 'Completed' },
      { Subject: 'Show it', Type: 'Demo', WhoId: id },
      { Subject: 'Ask by when', Type: 'Call', WhoId: id },
    ])
    const [meeting] = await createEvents(tx, admin, [
      { Subject: 'Meet the board', Type: 'High-level Meeting', WhoId: id, StartDateTime: '2031-01-01T10:00:00Z' },
    ])
    assert.match(meeting?.refusal?.message ?? '', /^A high-level meeting is for a vetted lead/)
    assert.equal(
      proposal?.refusal?.message,
      'A proposal belongs to an opportunity. This lead is not vetted yet: timeline is missing.',
    )
    assert.deepEqual(proposal?.refusal?.details.way?.label, 'Record timeline')
    assert.equal(
      demo?.refusal?.message,
      'A demo is for a vetted lead. This lead is not vetted yet: timeline is missing.',
    )
    assert.equal(call?.refusal, undefined)
    const [turned] = await updateTasks(tx, admin, [{ id: call?.id ?? 0, draft: { Type: 'Quote' } }])
    assert.equal(turned?.refusal?.code, 'proposal_on_a_lead')
    assert.equal((await getRecord(tx, admin, Lead, id)).LastActivityDate, null)

    await learned(tx, admin, id, ['Timeline'])
    const [stillNo, shown] = await createEvents(tx, admin, [
      { Subject: 'Hand over the offer', Type: 'Proposal', WhoId: id, StartDateTime: '2031-01-01T10:00:00Z' },
      { Subject: 'Show it', Type: 'Demo', WhoId: id, StartDateTime: '2031-01-01T10:00:00Z' },
    ])
    assert.match(
      stillNo?.refusal?.message ?? '',
      /This lead is vetted: convert it, and the proposal goes with its opportunity/,
    )
    assert.equal(shown?.refusal, undefined)
  }))

test('what work with a person cost is added up, as a lead and as the contact they became, and what a deal cost', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const WhoId = await aVettedLead(tx, admin)
    const [, , refused] = await createTasks(tx, admin, [
      { Subject: 'Send samples', WhoId, Cost: 120.5 },
      { Subject: 'Call', WhoId },
      { Subject: 'Less than nothing', WhoId, Cost: -1 },
    ])
    assert.equal(refused?.refusal?.details.field, 'Cost')
    await createEvents(tx, admin, [
      { Subject: 'Show it', Type: 'Demo', WhoId, StartDateTime: '2031-01-01T10:00:00Z', Cost: 900 },
    ])
    const one = await converted(tx, admin, { leadId: WhoId })
    await createTasks(tx, admin, [{ Subject: 'Offer', WhatId: one.opportunityId, WhoId: one.contactId, Cost: 40 }])
    const spent = async (name: string, id: number | null) =>
      (await getRecord(tx, admin, await definitionOf(tx, name), id ?? 0, ['WorkCost'])).WorkCost
    // The meeting to come went along to the deal; what was spent on the person stays theirs under either name.
    assert.deepEqual(
      [
        await spent('Lead', WhoId),
        await spent('Contact', one.contactId),
        await spent('Opportunity', one.opportunityId),
      ],
      [1060.5, 1060.5, 1060.5],
    )
  }))

test('an opportunity on a lead is refused with the way to one', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    const [saved] = await openOpportunities(tx, admin, [
      { Name: 'Pumps', StageName: 'Prospecting', CloseDate: '2031-03-31', Amount: 1, LeadId: encodeId(id) },
    ])
    assert.equal(saved?.refusal?.code, 'opportunity_on_a_lead')
    assert.match(saved?.refusal?.message ?? '', /Vet the lead .* then convert it/)
  }))
