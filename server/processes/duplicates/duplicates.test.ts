import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeId } from '../../../shared/ids.ts'
import { aLead, anOrg, noSuchId, someone } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { useDuplicateCheck } from '../../ground/objects/duplicateCheck.ts'
import { openAccounts } from '../../records/accounts/accounts.ts'
import { createContacts } from '../../records/contacts/contacts.ts'
import { createLeads, deleteLeads } from '../../records/leads/leads.ts'
import {
  decideOnPairs,
  duplicatesWithin,
  findAccountsOfLeads,
  findDuplicates,
  findDuplicatesOf,
  findLikeliest,
  listDuplicates,
} from './duplicates.ts'
import type { Subject } from './duplicate.ts'
import { duplicateCheckOf } from './rules/check.ts'
import { keysOf } from './subject.ts'

const bill = {
  FirstName: 'Bill',
  LastName: 'Møller',
  Company: 'Nordwind GmbH',
  Email: 'b.moller@nordwind.example',
  MobilePhone: '+49 171 7654321',
  City: 'Kiel',
}
const william = {
  FirstName: 'William',
  LastName: 'Moller',
  Company: 'Nordwind',
  MobilePhone: '0171 7654321',
  City: 'Kiel',
}

test('a lead finds its duplicate, and says why', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const first = await aLead(tx, admin, bill)
    const second = await aLead(tx, admin, william)
    await aLead(tx, admin, { FirstName: 'Ada', LastName: 'Okafor', Company: 'Nordwind GmbH', City: 'Kiel' })
    const [matches = []] = await findDuplicatesOf(tx, admin, 'Lead', [first])
    assert.deepEqual(
      matches.map(({ id, object }) => [id, object]),
      [[second, 'Lead']],
    )
    assert.ok(matches[0]?.reasons.includes('Bill is a form of William'))
    assert.ok(matches[0]?.reasons.includes('Same mobile number'))
    assert.ok((matches[0]?.probability ?? 0) > 0.98)
  }))

test('a draft being typed finds the lead we know, and many drafts are answered in order', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const known = await aLead(tx, admin, bill)
    const drafts: Subject[] = [
      { values: { LastName: 'Nobody' } },
      { values: { Email: 'B.Moller+fair@Nordwind.example' } },
      { values: {} },
      { values: william },
    ]
    const found = await findDuplicates(tx, admin, 'Lead', drafts)
    assert.deepEqual(
      found.map((matches) => matches.map(({ id }) => id)),
      [[], [known], [], [known]],
    )
  }))

test('a deleted lead, and one the actor may not see, is no duplicate', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const known = await aLead(tx, admin, bill)
    const vetter = { ...(await someone(tx, 'vetter')), privateObjects: ['Lead'] }
    assert.deepEqual(await findDuplicates(tx, vetter, 'Lead', [{ values: william }]), [[]])
    await deleteLeads(tx, admin, [known])
    assert.deepEqual(await findDuplicates(tx, admin, 'Lead', [{ values: william }]), [[]])
  }))

test('a pair that is not the same is never suggested again, until somebody says otherwise', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [left, right] = [await aLead(tx, admin, bill), await aLead(tx, admin, william)]
    await decideOnPairs(tx, admin, [{ leftId: right, rightId: left, verdict: 'not_same' }])
    assert.deepEqual(await findDuplicatesOf(tx, admin, 'Lead', [left, right]), [[], []])
    await decideOnPairs(tx, admin, [{ leftId: left, rightId: right, verdict: 'unsure' }])
    const found = await findDuplicatesOf(tx, admin, 'Lead', [left, right])
    assert.deepEqual(
      found.map((matches) => matches.map(({ id }) => id)),
      [[right], [left]],
    )
  }))

test('a verdict needs two records that are there and may be seen', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const lead = await aLead(tx, admin, bill)
    await assert.rejects(decideOnPairs(tx, admin, [{ leftId: lead, rightId: lead, verdict: 'same' }]), {
      code: 'same_record',
    })
    await assert.rejects(decideOnPairs(tx, admin, [{ leftId: lead, rightId: noSuchId('Lead'), verdict: 'same' }]), {
      code: 'not_found',
    })
    const reader = await someone(tx, 'read_only')
    await assert.rejects(decideOnPairs(tx, reader, [{ leftId: lead, rightId: noSuchId('Lead'), verdict: 'same' }]), {
      code: 'forbidden',
    })
  }))

test('the review list meets every group once, page by page', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const firsts = []
    for (const name of ['Berg', 'Dahl', 'Lund']) {
      firsts.push(await aLead(tx, admin, { FirstName: 'Kari', LastName: name, Email: `kari@${name}.example` }))
      await aLead(tx, admin, { FirstName: 'Kari', LastName: name, Email: `kari@${name}.example` })
    }
    const seen: number[] = []
    let after: number | null = 0
    while (after !== null) {
      const page: Awaited<ReturnType<typeof listDuplicates>> = await listDuplicates(tx, admin, 'Lead', after, 2)
      seen.push(...page.groups.map(({ record }) => record.Id))
      after = page.next
    }
    assert.deepEqual(seen, firsts)
  }))

test('a lead just made is not its own duplicate, and the one before it is', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    useDuplicateCheck('Lead', duplicateCheckOf('Lead'))
    const [first] = await createLeads(tx, admin, [{ ...bill }])
    assert.deepEqual(first?.duplicates, [])
    const [second] = await createLeads(tx, admin, [{ ...william }])
    assert.equal(second?.duplicates?.length, 1)
  }))

test('rows of one file find each other before they are stored', () => {
  const pairs = duplicatesWithin('Lead', [
    { values: bill },
    { values: { LastName: 'Okafor', Company: 'Nordwind' } },
    { values: william },
  ])
  assert.deepEqual(
    pairs.map(({ at, of }) => [at, of]),
    [[2, 0]],
  )
})

test('a lead finds the contact it already is, and the account it belongs to', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [account] = await openAccounts(tx, admin, [{ Name: 'Nordwind', Website: 'https://www.nordwind.example' }])
    const [contact] = await createContacts(tx, admin, [
      { FirstName: 'William', LastName: 'Møller', AccountId: encodeId(account?.id ?? 0), MailingCity: 'Kiel' },
    ])
    const [matches = []] = await findDuplicates(tx, admin, 'Lead', [
      { values: { FirstName: 'Bill', LastName: 'Moller', Company: 'Nordwind GmbH', City: 'Kiel' } },
    ])
    assert.deepEqual(
      matches.map(({ object, id }) => [object, id]),
      [['Contact', contact?.id]],
    )
    assert.ok(matches[0]?.reasons.includes('Company differs only in GmbH'))
    const found = await findAccountsOfLeads(tx, admin, [
      { values: { LastName: 'X', Company: 'Nordwind GmbH' } },
      { values: { LastName: 'X', Company: 'Y', Email: 'x@mail.nordwind.example' } },
    ])
    assert.deepEqual(
      found.map((of) => of.map(({ id }) => id)),
      [[account?.id], [account?.id]],
    )
  }))

test('who is looked for among many is known as the same as who is looked for alone', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [account] = await openAccounts(tx, admin, [{ Name: 'Nordwind' }])
    await createContacts(tx, admin, [{ ...contactOf(3), AccountId: encodeId(account?.id ?? 0) }])
    await createLeads(tx, admin, [bill, ...Array.from({ length: 6 }, (_, n) => personOf(n * 50))], {
      allowDuplicates: true,
    })
    const subjects: Subject[] = [
      ...Array.from({ length: 260 }, (_, n) => ({ values: personOf(n) })),
      { values: william },
    ]
    const suspects = subjects.map((subject) => ({ subject, keys: keysOf('Lead', subject) }))
    const all = await findDuplicates(tx, admin, 'Lead', subjects)
    const likeliest = await findLikeliest(tx, admin, 'Lead', suspects)
    const told = ({ object, id, probability, reasons }: (typeof all)[number][number]) => ({
      object,
      id,
      probability,
      reasons,
    })
    assert.deepEqual(
      likeliest,
      all.map(([first]) => first && told(first)),
    )
    assert.deepEqual(
      likeliest.flatMap((one, at) => (one === undefined ? [] : [at])),
      [0, 3, 50, 100, 150, 200, 250, 260],
    )
    // The keys somebody has are enough.
    const ofMobile = suspects.slice(-1).map(({ subject, keys }) => ({ subject, keys: keys.slice(0, 1) }))
    assert.equal((await findLikeliest(tx, admin, 'Lead', ofMobile))[0]?.id, likeliest.at(-1)?.id)
  }))

const personOf = (n: number) => ({
  FirstName: 'Kim',
  LastName: `Okafor${letterOf(n)}`,
  Company: `Werk ${letterOf(n)}`,
  Email: `kim.okafor${n}@werk${n}.example`,
})

const contactOf = (n: number) => {
  const { FirstName, LastName, Email } = personOf(n)
  return { FirstName, LastName, Email }
}

const letterOf = (n: number): string =>
  Array.from(String(n).padStart(3, '0'), (digit) => 'bdfgklmnrs'[Number(digit)]).join('a')
