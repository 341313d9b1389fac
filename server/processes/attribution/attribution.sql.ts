import { visible } from '../../ground/objects/visibility.ts'
import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, manyOnce, maybeOne, one, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { modelNames, type AttributionSettings, type Dimension, type ModelName, type Origin } from './model.ts'
import { centsColumn as cents, shares, touchModels, weightColumn } from './shares.sql.ts'
import { centsOf, touches, type TouchesOrder } from './touches.sql.ts'

/** Cents by model. */
export type Credit = Readonly<Record<`${ModelName}_cents`, number>>

export type CreditGroup = Credit & {
  /** What the group is: `c:` and the campaign's number, `t:` and a type, `s:` and a source, an origin, `hidden` or `none`. */
  readonly key: string
  readonly campaignId: number | null
  readonly label: string | null
  readonly origin: Origin
  /** How many deals have any part here, each once. */
  readonly deals: number
}

const sums = (): RawBuilder<unknown> =>
  sql.join(modelNames.map((model) => sql`sum(${cents(model)})::bigint as ${cents(model)}`))

/**
 * Everything every deal's amount goes to: its touches, its primary source, and 'no touch known' where there is none. Of
 * each row `deal_id`, the cents by model, and what it is to be put under.
 */
const credits = ({ actor, definitions, settings }: TouchesOrder, dimension: Dimension): RawBuilder<unknown> => {
  const all = (value: RawBuilder<unknown>) => sql.join(touchModels.map((model) => sql`${value} as ${cents(model)}`))
  return sql`
    place as materialized (
      select k.id as campaign_id, k.name, k.type, coalesce(k.type = any(${settings.salesCampaignTypes}::text[]), false) as is_sales,
        (${visible(actor, definitions.Campaign, 'k')}) as is_seen
      from campaign k
    ),
    given as (
      select deal_id, campaign_id, source, is_sales, false as is_none, ${sql.join(touchModels.map(cents))}, 0::bigint as primary_cents
      from share
      union all
      select deal.id, deal.campaign_id, case when deal.campaign_id is null then nullif(deal.lead_source, '') end,
        coalesce(deal.lead_source = any(${settings.salesSources}::text[]), false),
        deal.campaign_id is null and nullif(deal.lead_source, '') is null, ${all(sql`0::bigint`)}, deal.cents
      from deal
      union all
      select deal.id, null, null, false, true, ${all(sql`deal.cents`)}, 0::bigint
      from deal
      where not exists (select from touch where touch.deal_id = deal.id)
    ),
    credit as (
      select given.*, place.name, place.type,
        case when is_none then 'none' else ${origin} end as origin,
        case when is_none then 'none' when not place.is_seen then 'hidden:' || ${origin} else ${keyOf(dimension)} end collate "C" as key
      from given
      left join place on place.campaign_id = given.campaign_id
    )`
}

/** Whoever brought a campaign about brought about all its touches. */
const origin = sql`case when coalesce(place.is_sales, given.is_sales) then 'sales' else 'marketing' end`

const keyOf = (dimension: Dimension): RawBuilder<unknown> =>
  ({
    campaign: sql`coalesce('c:' || given.campaign_id, 's:' || given.source)`,
    type: sql`case when given.campaign_id is null then 'stated:' || ${origin} else 't:' || coalesce(place.type, '') end`,
    source: sql`coalesce('s:' || given.source, 't:' || coalesce(place.type, ''))`,
    origin,
  })[dimension]

const labelOf = (dimension: Dimension): RawBuilder<unknown> =>
  ({
    campaign: sql`min(coalesce(name, source))`,
    type: sql`min(type)`,
    source: sql`min(coalesce(source, type))`,
    origin: sql`null::text`,
  })[dimension]

/** What came to each campaign, type, source or origin under every model, of all these deals together. */
export const creditGroups = (tx: Tx, order: TouchesOrder, dimension: Dimension): Promise<CreditGroup[]> =>
  manyOnce<CreditGroup>(
    tx,
    sql`
    with ${touches(order)}, ${shares(order.settings)}, ${credits(order, dimension)},
    -- First by deal: to count the deals of a group, all its rows would be sorted, and most have the same few keys.
    of_deal as (
      select key, deal_id, min(campaign_id) as campaign_id, ${labelOf(dimension)} as label, min(origin) as origin, ${sums()}
      from credit
      group by key, deal_id
    )
    select key, case when key !~ '^(hidden|stated|none)' then min(campaign_id) end as "campaignId",
      case when key !~ '^(hidden|stated|none)' then min(label) end as label, min(origin) as origin, count(*)::int as deals, ${sums()}
    from of_deal
    group by key`,
  )

export type CreditedDeal = Credit & {
  readonly id: number
  readonly name: string
  readonly accountId: number | null
  readonly ownerId: number
  readonly stage: string
  readonly amount: number | null
  readonly collected: number
  readonly closeDate: string
  readonly isWon: boolean
  /** What the page is sorted by. */
  readonly sortedBy: number
}

/** The deals a group's credit comes from, the largest share under a model first. */
export const creditedDeals = (
  tx: Tx,
  order: TouchesOrder,
  of: { readonly dimension: Dimension; readonly key: string; readonly model: ModelName },
  before: { readonly cents: number; readonly id: number } | null,
  limit: number,
): Promise<CreditedDeal[]> =>
  manyOnce<CreditedDeal>(
    tx,
    sql`
    with ${touches(order)}, ${shares(order.settings)}, ${credits(order, of.dimension)},
    summed as (
      select deal_id, ${sums()}
      from credit
      where key = ${of.key}
      group by deal_id
    )
    select o.id, o.name, o.account_id as "accountId", o.owner_id as "ownerId", o.stage_name as stage, o.amount::float8 as amount, o.collected::float8 as collected,
      to_char(o.close_date, 'YYYY-MM-DD') as "closeDate", o.won_at is not null as "isWon", s.*, ${sql.ref(`s.${of.model}_cents`)} as "sortedBy"
    from summed s
    join opportunity o on o.id = s.deal_id
    where ${before === null ? sql`true` : sql`(${sql.ref(`s.${of.model}_cents`)}, o.id) < (${before.cents}::bigint, ${before.id}::bigint)`}
    order by ${sql.ref(`s.${of.model}_cents`)} desc, o.id desc
    limit ${limit}`,
  )

export type TouchRow = Credit &
  Readonly<Record<`${(typeof touchModels)[number]}_weight`, number>> & {
    readonly dealId: number
    readonly personId: number | null
    readonly campaignId: number | null
    readonly campaignName: string | null
    readonly campaignType: string | null
    readonly source: string | null
    readonly at: Date
    readonly isSales: boolean
    readonly n: number
    readonly of: number
    readonly leadN: number
    readonly dealN: number
    readonly isClosed: boolean
  }

/** The touches of deals in their order, each with what it gets; the primary source's share stands with no touch. */
export const touchesOfDeals = (tx: Tx, order: TouchesOrder): Promise<TouchRow[]> =>
  manyOnce<TouchRow>(
    tx,
    sql`
    with ${touches(order)}, ${shares(order.settings)}
    select deal_id as "dealId", person_id as "personId", k.id as "campaignId", k.name as "campaignName", k.type as "campaignType",
      source, at, is_sales as "isSales", n, of, lead_n as "leadN", deal_n as "dealN", is_closed as "isClosed", 0 as primary_cents,
      ${sql.join(touchModels.flatMap((model) => [cents(model), weightColumn(model)]))}
    from share
    left join campaign k on k.id = share.campaign_id and ${visible(order.actor, order.definitions.Campaign, 'k')}
    order by deal_id, n`,
  )

export type PersonRow = { readonly personId: number; readonly recordId: number; readonly name: string }

/** People as the contact or lead the actor may see them as. */
export const peopleSeen = (
  tx: Tx,
  actor: Actor,
  { Lead, Contact }: Readonly<Record<'Lead' | 'Contact', ObjectDefinition>>,
  personIds: readonly number[],
): Promise<PersonRow[]> =>
  many<PersonRow>(
    tx,
    sql`
    select distinct on (person_id) person_id as "personId", id as "recordId", name
    from (
      select c.person_id, c.id, concat_ws(' ', c.first_name, c.last_name) as name, 1 as place
      from contact c
      where c.person_id = any(${personIds}::bigint[]) and ${visible(actor, Contact, 'c')}
      union all
      select l.person_id, l.id, concat_ws(' ', l.first_name, l.last_name), 2
      from lead l
      where l.person_id = any(${personIds}::bigint[]) and ${visible(actor, Lead, 'l')}
    ) seen
    order by person_id, place, id desc`,
  )

/** Which deals are asked for. */
export type DealRange = {
  readonly which: 'won' | 'open' | 'all'
  /** Days, the first included and the last too: of the win when won, else of the opportunity's creation. */
  readonly from: string
  readonly to: string
}

export const dealsIn = ({ which, from, to }: DealRange): RawBuilder<unknown> => {
  const moment = which === 'won' ? sql`o.won_at` : sql`o.created_at`
  const within = sql`${moment} >= ${from}::date and ${moment} < ${to}::date + 1`
  return which === 'open' ? sql`${within} and o.closed_at is null` : within
}

/** Deals somebody of the campaign took part in, and those it is the primary source of. */
export const dealsOfCampaign = (campaignId: number): RawBuilder<unknown> => {
  const persons = sql`(
        select person_id from campaign_member where campaign_id = ${campaignId}
        union select person_id from inquiry where campaign_id = ${campaignId})`
  return sql`o.id in (
        select id from opportunity where campaign_id = ${campaignId}
        union select r.opportunity_id from ${persons} p join contact c on c.person_id = p.person_id join opportunity_contact_role r on r.contact_id = c.id
        union select l.converted_opportunity_id from ${persons} p join lead l on l.person_id = p.person_id)`
}

export type InfluenceTotal = Credit & {
  readonly which: 'won' | 'open' | 'lost'
  readonly deals: number
  readonly cents: number
  readonly collectedCents: number
}

/** What a campaign has of its deals, by how they stand: the deals whole, and its share of them under each model. */
export const influenceTotals = (tx: Tx, order: TouchesOrder, key: string): Promise<InfluenceTotal[]> =>
  manyOnce<InfluenceTotal>(
    tx,
    sql`
    with ${touches(order)}, ${shares(order.settings)}, ${credits(order, 'campaign')},
    summed as (
      select deal_id, ${sums()}
      from credit
      where key = ${key}
      group by deal_id
    )
    select case when o.won_at is not null then 'won' when o.closed_at is null then 'open' else 'lost' end as which,
      count(*)::int as deals, sum(${centsOf('amount')})::bigint as cents, sum(${centsOf('collected')})::bigint as "collectedCents", ${sums()}
    from summed s
    join opportunity o on o.id = s.deal_id
    group by 1`,
  )

export const theseDeals = (ids: readonly number[]): RawBuilder<unknown> => sql`o.id = any(${ids}::bigint[])`

/** A change of these settings waits for the one before it. */
export const storedSettings = async (tx: Tx): Promise<Partial<AttributionSettings>> => {
  const [row] = await many<{ value: Partial<AttributionSettings> }>(
    tx,
    sql`
    select value
    from setting
    where name = 'attribution'`,
  )
  return row?.value ?? {}
}

export type DealRow = {
  readonly cents: number
  readonly collectedCents: number
  readonly campaignId: number | null
  readonly campaignName: string | null
  readonly leadSource: string | null
}

/** One deal, with what it says itself about where it came from; the campaign only where the actor may see it. */
export const dealItself = (
  tx: Tx,
  actor: Actor,
  { Opportunity, Campaign }: TouchesOrder['definitions'],
  id: number,
): Promise<DealRow | undefined> =>
  maybeOne<DealRow>(
    tx,
    sql`
    select ${centsOf('amount')} as cents, ${centsOf('collected')} as "collectedCents", k.id as "campaignId", k.name as "campaignName", nullif(o.lead_source, '') as "leadSource"
    from opportunity o
    left join campaign k on k.id = o.campaign_id and ${visible(actor, Campaign, 'k')}
    where o.id = ${id} and ${visible(actor, Opportunity, 'o')}`,
  )

export type DealTotal = { readonly deals: number; readonly cents: number; readonly collectedCents: number }

/** The deals asked for, each once. */
export const totalOfDeals = (tx: Tx, { actor, definitions, deals }: TouchesOrder): Promise<DealTotal> =>
  one<DealTotal>(
    tx,
    sql`
    select count(*)::int as deals, coalesce(sum(${centsOf('amount')}), 0)::bigint as cents,
      coalesce(sum(${centsOf('collected')}), 0)::bigint as "collectedCents"
    from opportunity o
    where ${visible(actor, definitions.Opportunity, 'o')} and ${deals}`,
  )
