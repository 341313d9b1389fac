import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeId } from '../../../shared/ids.ts'
import type { SegmentCondition } from '../../../shared/segmentCondition.ts'
import { aCampaign, aContact, aLead, anAccount, anOrg } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { addCampaignMembers } from '../campaigns/members.ts'
import { countIn, createSegment, peopleIn, readyFor, whyIn } from './segments.ts'

const cities = ['Lund', 'Oslo', null] as const
const statuses = ['Invited', 'Registered', 'Attended'] as const
const ratings = ['Hot', 'Cold', null] as const

/** Somebody as the story makes them: which fields they have, and where they stand in the two campaigns, of which the second is below the first. */
const somebody = fc.record({
  isContact: fc.boolean(),
  city: fc.constantFrom(...cities),
  rating: fc.constantFrom(...ratings),
  standings: fc.tuple(fc.option(fc.constantFrom(...statuses)), fc.option(fc.constantFrom(...statuses))),
})
type Somebody = typeof somebody extends fc.Arbitrary<infer One> ? One : never

type Wish =
  | {
      readonly of: 'city' | 'leadRating' | 'accountRating'
      readonly op: 'eq' | 'ne' | 'in' | 'notIn' | 'isNull' | 'contains'
      readonly values: readonly string[]
    }
  | {
      readonly of: 'campaign'
      readonly which: 0 | 1 | null
      readonly below: boolean
      readonly status: string | null
      readonly responded: boolean | null
    }
  | { readonly of: 'segment' }
  | { readonly and: readonly Wish[] }
  | { readonly or: readonly Wish[] }
  | { readonly not: Wish }

const wish = fc.letrec<{ wish: Wish; leaf: Wish }>((tie) => ({
  leaf: fc.oneof(
    fc.record({
      of: fc.constantFrom('city' as const, 'leadRating' as const, 'accountRating' as const),
      op: fc.constantFrom('eq', 'ne', 'in', 'notIn', 'isNull', 'contains'),
      values: fc.subarray(['Lund', 'Oslo', 'Hot'], { minLength: 1 }),
    }),
    fc.record({
      of: fc.constant('campaign' as const),
      which: fc.constantFrom(0 as const, 1 as const, null),
      below: fc.boolean(),
      status: fc.option(fc.constantFrom(...statuses)),
      responded: fc.option(fc.boolean()),
    }),
    fc.constant({ of: 'segment' as const }),
  ),
  wish: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('leaf'),
    fc.record({ and: fc.array(tie('wish'), { maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('wish'), { maxLength: 3 }) }),
    fc.record({ not: tie('wish') }),
  ),
})).wish

test('who is in a segment by the statement is who fits its condition read one person at a time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(somebody, { minLength: 1, maxLength: 6 }), wish, (people, wanted) =>
      rolledBack(async (tx) => {
        const { admin } = await anOrg(tx)
        const stage = await staged(tx, admin, people)
        const ready = await readyFor(tx, admin, conditionOf(wanted, stage))
        const expected = stage.ids.filter((_, n) => isWished(wanted, people[n] ?? assert.fail()))
        const found = await peopleIn(tx, admin, ready, { limit: 100 })
        assert.deepEqual(new Set(found.map(({ id }) => id)), new Set(expected))
        const { leads, contacts } = await countIn(tx, admin, ready)
        assert.equal(leads + contacts, expected.length)
        for (const id of stage.ids) assert.equal((await whyIn(tx, admin, ready, id)).holds, expected.includes(id))
      }),
    ),
    { numRuns: 60 },
  )
})

type Stage = { readonly ids: readonly number[]; readonly campaigns: readonly number[]; readonly inOslo: number }

async function staged(tx: Tx, admin: Actor & { readonly userId: number }, people: readonly Somebody[]): Promise<Stage> {
  const above = await aCampaign(tx, admin, { Type: 'Trade Show' })
  const below = await aCampaign(tx, admin, { Type: 'Trade Show', ParentId: encodeId(above) })
  const ids: number[] = []
  for (const [n, one] of people.entries()) ids.push(await aPerson(tx, admin, one, n))
  for (const [at, campaign] of [above, below].entries()) {
    const members = people.flatMap(({ standings, isContact }, n) => {
      const status = standings[at]
      const id = ids[n]
      return status && id !== undefined
        ? [{ CampaignId: encodeId(campaign), [isContact ? 'ContactId' : 'LeadId']: encodeId(id), Status: status }]
        : []
    })
    for (const { refusal } of await addCampaignMembers(tx, admin, members)) if (refusal !== undefined) throw refusal
  }
  const { id: inOslo } = await createSegment(tx, admin, {
    name: 'In Oslo',
    condition: { field: 'City', op: 'eq', value: 'Oslo' },
  })
  return { ids, campaigns: [above, below], inOslo }
}

async function aPerson(tx: Tx, admin: Actor & { readonly userId: number }, one: Somebody, n: number): Promise<number> {
  const LastName = `Person${n}`
  if (!one.isContact) return aLead(tx, admin, { LastName, Company: `Company ${n}`, City: one.city, Rating: one.rating })
  const AccountId = await anAccount(tx, admin, { Name: `Account ${n}`, Rating: one.rating })
  return aContact(tx, admin, { LastName, MailingCity: one.city, AccountId: encodeId(AccountId) })
}

const fieldNames = { city: 'City', leadRating: 'Lead.Rating', accountRating: 'Account.Rating' } as const

function conditionOf(wanted: Wish, stage: Stage): SegmentCondition {
  if ('and' in wanted) return { and: wanted.and.map((one) => conditionOf(one, stage)) }
  if ('or' in wanted) return { or: wanted.or.map((one) => conditionOf(one, stage)) }
  if ('not' in wanted) return { not: conditionOf(wanted.not, stage) }
  if (wanted.of === 'segment') return { segment: encodeId(stage.inOslo) }
  if (wanted.of === 'campaign') {
    const { which, below, status, responded } = wanted
    return {
      campaign: {
        ...(which === null ? {} : { id: encodeId(stage.campaigns[which] ?? 0), below }),
        ...(status === null ? {} : { statuses: [status] }),
        ...(responded === null ? {} : { responded }),
      },
    }
  }
  const value = wanted.op === 'in' || wanted.op === 'notIn' ? wanted.values : wanted.values[0]
  return { field: fieldNames[wanted.of], op: wanted.op, ...(wanted.op === 'isNull' ? {} : { value }) }
}

/** The other way to the same answer: of one person, by what the story says of them. */
function isWished(wanted: Wish, one: Somebody): boolean {
  if ('and' in wanted) return wanted.and.every((part) => isWished(part, one))
  if ('or' in wanted) return wanted.or.some((part) => isWished(part, one))
  if ('not' in wanted) return !isWished(wanted.not, one)
  if (wanted.of === 'segment') return one.city === 'Oslo'
  if (wanted.of === 'campaign') return isStanding(wanted, one)
  if (wanted.of === 'leadRating' && one.isContact) return false
  if (wanted.of === 'accountRating' && !one.isContact) return false
  const value = (wanted.of === 'city' ? one.city : one.rating)?.toLowerCase() ?? null
  const values = wanted.values.map((text) => text.toLowerCase())
  const [first = ''] = values
  switch (wanted.op) {
    case 'eq':
      return value === first
    case 'ne':
      return value !== first
    case 'in':
      return value !== null && values.includes(value)
    case 'notIn':
      return value === null || !values.includes(value)
    case 'isNull':
      return value === null
    case 'contains':
      return value !== null && value.includes(first)
  }
}

function isStanding(wanted: Extract<Wish, { of: 'campaign' }>, { standings }: Somebody): boolean {
  const asked = wanted.which === null || (wanted.which === 0 && wanted.below) ? [0, 1] : [wanted.which]
  return asked.some((at) => {
    const status = standings[at] ?? null
    if (status === null || (wanted.status !== null && status !== wanted.status)) return false
    return wanted.responded === null || wanted.responded === (status !== 'Invited')
  })
}
