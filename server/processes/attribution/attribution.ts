import { announce } from '../../platform/events.ts'
import { valuesChanged } from '../../ground/orgs/setupArea.ts'
import { encodeId } from '../../../shared/ids.ts'
import { notFound, refuseAny, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { keepSetting } from '../../ground/orgs/settings.ts'
import { refuseUnlessHas, type Actor } from '../../ground/users/actor.ts'
import {
  creditedDeals,
  creditGroups,
  dealItself,
  dealsIn,
  dealsOfCampaign,
  influenceTotals,
  peopleSeen,
  storedSettings,
  theseDeals,
  totalOfDeals,
  touchesOfDeals,
  type CreditedDeal,
  type CreditGroup,
  type DealRange,
  type DealRow,
  type DealTotal,
  type InfluenceTotal,
  type PersonRow,
  type TouchRow,
} from './attribution.sql.ts'
import { usualSettings, type AttributionSettings, type Dimension, type Measure, type ModelName } from './model.ts'
import type { TouchesOrder } from './touches.sql.ts'

export type { CreditedDeal, CreditGroup, InfluenceTotal, TouchRow }

/** What attribution counts, and how; until somebody decides otherwise, the usual. */
export const attributionSettings = async (tx: Tx): Promise<AttributionSettings> => ({
  ...usualSettings,
  ...(await storedSettings(tx)),
})

/** Changes what attribution counts; needs `set_up`. Nothing is stored by model, so every share is anew from then on. */
export async function changeAttributionSettings(
  tx: Tx,
  actor: Actor,
  changes: Partial<AttributionSettings>,
): Promise<AttributionSettings> {
  refuseUnlessHas(actor, 'set_up', 'change how attribution counts')
  refuseAny([
    ...outside('windowDays', changes.windowDays, 0, 3650),
    ...outside('halfLifeDays', changes.halfLifeDays, 1, 3650),
  ])
  const before = await attributionSettings(tx)
  const next = { ...before, ...changes }
  await keepSetting(tx, actor, 'attribution', next)
  announce(tx, {
    type: 'attribution.changed',
    recordIds: [tx.org.id],
    actorId: actor.userId,
    payload: { values: valuesChanged(before, next) },
  })
  return next
}

export type Attribution = {
  readonly total: DealTotal
  readonly groups: readonly CreditGroup[]
}

/**
 * What came to each campaign, type, source or origin under every model, the largest first; under every model the sum is the
 * same, what was agreed or collected of the deals together. Deals nobody knows a touch of stand in a group of their own.
 */
export async function attribute(
  tx: Tx,
  actor: Actor,
  {
    dimension,
    measure = 'amount',
    ...range
  }: DealRange & { readonly dimension: Dimension; readonly measure?: Measure },
): Promise<Attribution> {
  const order = await orderOf(tx, actor, dealsIn(range), measure)
  const groups = await creditGroups(tx, order, dimension)
  return { total: await totalOfDeals(tx, order), groups: groups.sort(byEven) }
}

const byEven = (a: CreditGroup, b: CreditGroup): number =>
  b.even_cents - a.even_cents || b.deals - a.deals || a.key.localeCompare(b.key)

export type CreditedDealsPage = { readonly deals: readonly CreditedDeal[]; readonly next: string | null }

/** The deals behind one group of the same question, the largest share first, a page at a time. */
export async function dealsBehind(
  tx: Tx,
  actor: Actor,
  {
    dimension,
    key,
    model,
    after,
    limit,
    measure = 'amount',
    ...range
  }: DealRange & {
    readonly measure?: Measure
    readonly dimension: Dimension
    readonly key: string
    readonly model: ModelName
    readonly after?: string
    readonly limit: number
  },
): Promise<CreditedDealsPage> {
  return pageOf(tx, await orderOf(tx, actor, dealsIn(range), measure), { dimension, key, model, after, limit })
}

export type Influence = CreditedDealsPage & { readonly totals: readonly InfluenceTotal[] }

/** The deals a campaign had any part in, its share of each under each model, and what that comes to by how they stand. */
export async function influenceOfCampaign(
  tx: Tx,
  actor: Actor,
  campaignId: number,
  {
    model,
    after,
    limit,
    measure = 'amount',
  }: { readonly model: ModelName; readonly after?: string; readonly limit: number; readonly measure?: Measure },
): Promise<Influence> {
  await getRecord(tx, actor, await definitionOf(tx, 'Campaign'), campaignId, ['Id'])
  const order = await orderOf(tx, actor, dealsOfCampaign(campaignId), measure)
  const key = `c:${campaignId}`
  const page = await pageOf(tx, order, { dimension: 'campaign', key, model, after, limit })
  return { ...page, totals: await influenceTotals(tx, order, key) }
}

async function pageOf(
  tx: Tx,
  order: TouchesOrder,
  {
    after,
    limit,
    ...of
  }: {
    readonly dimension: Dimension
    readonly key: string
    readonly model: ModelName
    readonly after?: string
    readonly limit: number
  },
): Promise<CreditedDealsPage> {
  const rows = await creditedDeals(tx, order, of, placeIn(after), limit + 1)
  const deals = rows.slice(0, limit)
  const last = rows.length > limit ? deals.at(-1) : undefined
  return { deals, next: last === undefined ? null : encodeCursor([last.sortedBy, last.id]) }
}

export type DealPath = {
  readonly dealId: number
  readonly deal: DealRow
  readonly touches: readonly TouchRow[]
  /** The same touches with their shares of what was collected; none while nothing was. */
  readonly collected: readonly TouchRow[]
  readonly people: ReadonlyMap<number, PersonRow>
  readonly settings: AttributionSettings
}

/** The touches that led to one opportunity, in their order, each with its share under every model. */
export async function pathOfDeal(tx: Tx, actor: Actor, dealId: number): Promise<DealPath> {
  const order = await orderOf(tx, actor, theseDeals([dealId]), 'amount')
  const deal = await dealItself(tx, actor, order.definitions, dealId)
  if (deal === undefined) throw notFound('opportunity', encodeId(dealId))
  const rows = await touchesOfDeals(tx, order)
  const collected = deal.collectedCents === 0 ? [] : await touchesOfDeals(tx, { ...order, measure: 'collected' })
  const personIds = [...new Set(rows.flatMap(({ personId }) => personId ?? []))]
  const people = await peopleSeen(
    tx,
    actor,
    { Lead: await definitionOf(tx, 'Lead'), Contact: await definitionOf(tx, 'Contact') },
    personIds,
  )
  return {
    dealId,
    deal,
    touches: rows,
    collected,
    people: new Map(people.map((one) => [one.personId, one])),
    settings: order.settings,
  }
}

async function orderOf(tx: Tx, actor: Actor, deals: TouchesOrder['deals'], measure: Measure): Promise<TouchesOrder> {
  return {
    actor,
    deals,
    measure,
    now: tx.now,
    settings: await attributionSettings(tx),
    definitions: {
      Opportunity: await definitionOf(tx, 'Opportunity'),
      Campaign: await definitionOf(tx, 'Campaign'),
    },
  }
}

function placeIn(after: string | undefined): { cents: number; id: number } | null {
  if (after === undefined) return null
  const [cents, id] = decodeCursor(after, 2)
  if (Number.isSafeInteger(cents) && Number.isSafeInteger(id)) return { cents: Number(cents), id: Number(id) }
  throw new Refusal(
    'malformed_cursor',
    "'after' must be what the page before gave as 'next', with the same question.",
    {
      kind: 'malformed',
      field: 'after',
    },
  )
}

const outside = (field: string, value: number | undefined, least: number, most: number): Refusal[] =>
  value === undefined || (Number.isInteger(value) && value >= least && value <= most)
    ? []
    : [
        new Refusal('invalid_value', `${field} is a whole number of days from ${least} to ${most}.`, {
          field,
          value,
          rule: `${field} is from ${least} to ${most}.`,
        }),
      ]
