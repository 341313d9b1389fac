import fc from 'fast-check'
import { idOf } from '../../shared/ids.ts'
import { run, sql } from '../../server/platform/sql.ts'
import type { Tx } from '../../server/platform/tx.ts'

/** A small world of deals and touches, random, for the naive computation and the database alike. */
export type World = {
  readonly campaigns: readonly { readonly type: string | null }[]
  readonly people: readonly {
    readonly contact: boolean
    readonly lead: { readonly day: number; readonly source: string | null } | null
    readonly members: readonly { readonly campaign: number; readonly day: number; readonly responded: number | null }[]
    readonly inquiries: readonly { readonly campaign: number | null; readonly day: number; readonly source: string }[]
  }[]
  readonly deals: readonly {
    readonly cents: number | null
    /** What was paid of it, in cents. */
    readonly collected: number
    readonly created: number
    readonly closed: number | null
    readonly campaign: number | null
    readonly source: string | null
    readonly people: readonly number[]
    readonly ofLead: number | null
  }[]
}

const CAMPAIGNS = 4
const PEOPLE = 4
export const FIRST_DAY = Date.UTC(2024, 0, 1)
/** Days are told apart by an hour of their own, so that nothing happens at the same moment but on purpose. */
export const moment = (day: number, hour = 12): Date => new Date(FIRST_DAY + day * 86_400_000 + hour * 3_600_000)

const someSource = fc.option(fc.constantFrom('Web', 'Networking', 'External Referral', 'Trade Show'), { freq: 3 })
const day = fc.integer({ min: 0, max: 500 })
const campaign = fc.integer({ min: 0, max: CAMPAIGNS - 1 })

export const worlds: fc.Arbitrary<World> = fc.record({
  campaigns: fc.array(
    fc.record({ type: fc.option(fc.constantFrom('Webinar', 'Referral', 'Business Development', 'Trade Show')) }),
    { minLength: CAMPAIGNS, maxLength: CAMPAIGNS },
  ),
  people: fc.array(
    fc.record({
      contact: fc.boolean(),
      lead: fc.option(fc.record({ day, source: someSource }), { freq: 3 }),
      members: fc.uniqueArray(fc.record({ campaign, day, responded: fc.option(day, { freq: 4 }) }), {
        selector: (one) => one.campaign,
        maxLength: CAMPAIGNS,
      }),
      inquiries: fc.array(
        fc.record({
          campaign: fc.option(campaign),
          day,
          source: fc.constantFrom('Web form', 'Content download'),
        }),
        { maxLength: 3 },
      ),
    }),
    { minLength: PEOPLE, maxLength: PEOPLE },
  ),
  deals: fc.array(
    fc.record({
      cents: fc.option(
        fc.oneof(
          fc.integer({ min: 0, max: 50 }),
          fc.integer({ min: 0, max: 90_000_000_00 }),
          fc.constant(99_999_999_999_999),
        ),
        { freq: 8 },
      ),
      collected: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 90_000_000_00 })),
      created: day,
      closed: fc.option(fc.integer({ min: 0, max: 120 })),
      campaign: fc.option(campaign),
      source: someSource,
      people: fc.uniqueArray(fc.integer({ min: 0, max: PEOPLE - 1 }), { maxLength: PEOPLE }),
      ofLead: fc.option(fc.integer({ min: 0, max: PEOPLE - 1 })),
    }),
    { minLength: 1, maxLength: 4 },
  ),
})

export const ids = {
  campaign: (at: number) => idOf('Campaign', 9000 + at),
  person: (at: number) => idOf('Person', 9000 + at),
  deal: (at: number) => idOf('Opportunity', 9000 + at),
}

/** Stores a world as it is, past every rule: attribution must hold for whatever is there. */
export async function settle(tx: Tx, ownerId: number, world: World): Promise<void> {
  await put(tx, 'campaign', campaignRows(world, ownerId))
  await put(tx, 'person', personRows(world))
  await put(tx, 'contact', contactRows(world, ownerId))
  await put(tx, 'opportunity', dealRows(world, ownerId))
  await put(tx, 'lead', leadRows(world, ownerId))
  await put(tx, 'opportunity_contact_role', roleRows(world))
  await put(tx, 'campaign_member', memberRows(world))
  await put(tx, 'inquiry', inquiryRows(world))
}

async function put(tx: Tx, table: string, rows: readonly object[]): Promise<void> {
  if (rows[0] === undefined) return
  const columns = sql.join(Object.keys(rows[0]).map((name) => sql.ref(name)))
  await run(
    tx,
    sql`insert into ${sql.table(table)} (${columns})
      select ${columns}
      from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`,
  )
}

const kept = { version: 1, created_at: moment(0), last_modified_at: moment(0) }
const reachable = { do_not_call: false, has_opted_out_of_email: false, has_opted_out_of_fax: false, match_keys: [] }
const contactOf = (person: number) => idOf('Contact', 9000 + person)

const campaignRows = ({ campaigns }: World, ownerId: number) =>
  campaigns.map(({ type }, at) => ({
    id: ids.campaign(at),
    name: `Campaign ${at}`,
    type,
    owner_id: ownerId,
    is_active: true,
    ...kept,
  }))

const personRows = ({ people }: World) => people.map((_, at) => ({ id: ids.person(at), created_at: moment(0) }))

const contactRows = ({ people }: World, ownerId: number) =>
  people.map((_, at) => ({
    id: contactOf(at),
    person_id: ids.person(at),
    owner_id: ownerId,
    last_name: `Person ${at}`,
    type: 'Prospect',
    ...reachable,
    ...kept,
  }))

const dealRows = ({ deals }: World, ownerId: number) =>
  deals.map((deal, at) => ({
    id: ids.deal(at),
    owner_id: ownerId,
    name: `Deal ${at}`,
    stage_name: 'Prospecting',
    probability: 10,
    forecast_category: 'Pipeline',
    forecast_category_name: 'Pipeline',
    close_date: '2026-01-01',
    is_private: false,
    push_count: 0,
    collected: (deal.collected / 100).toFixed(2),
    amount: deal.cents === null ? null : (deal.cents / 100).toFixed(2),
    campaign_id: deal.campaign === null ? null : ids.campaign(deal.campaign),
    lead_source: deal.source,
    ...kept,
    created_at: moment(deal.created, 18),
    closed_at: deal.closed === null ? null : moment(deal.created + deal.closed, 20),
    won_at: deal.closed === null ? null : moment(deal.created + deal.closed, 20),
  }))

const leadRows = (world: World, ownerId: number) =>
  world.people.flatMap(({ lead }, at) =>
    lead === null
      ? []
      : [
          {
            id: idOf('Lead', 9000 + at),
            person_id: ids.person(at),
            owner_id: ownerId,
            last_name: `Person ${at}`,
            company: 'Nordwind',
            status: 'Open',
            lead_source: lead.source,
            stays_on_newsletter: false,
            ...reachable,
            ...kept,
            created_at: moment(lead.day, 9),
            converted_opportunity_id: dealOfLead(world, at),
          },
        ],
  )

const roleRows = ({ deals }: World) =>
  deals.flatMap(({ people }, at) =>
    people.map((person) => ({
      id: idOf('OpportunityContactRole', 9000 + at * PEOPLE + person),
      opportunity_id: ids.deal(at),
      contact_id: contactOf(person),
      is_primary: false,
      ...kept,
    })),
  )

const memberRows = ({ people }: World) =>
  people.flatMap(({ members }, person) =>
    members.map((one) => ({
      id: idOf('CampaignMember', 9000 + person * CAMPAIGNS + one.campaign),
      campaign_id: ids.campaign(one.campaign),
      person_id: ids.person(person),
      contact_id: contactOf(person),
      status: 'Sent',
      has_responded: one.responded !== null,
      ...kept,
      created_at: moment(one.day, 7),
      responded_at: one.responded === null ? null : moment(one.responded, 10),
    })),
  )

const inquiryRows = ({ people }: World) =>
  people.flatMap(({ inquiries }, person) =>
    inquiries.map((one, at) => ({
      id: idOf('Inquiry', 9000 + person * 10 + at),
      person_id: ids.person(person),
      campaign_id: one.campaign === null ? null : ids.campaign(one.campaign),
      source: one.source,
      subject: 'Asked',
      details: {},
      created_at: moment(0),
      responded_at: moment(one.day, 11),
    })),
  )

/** The deal a lead was converted into: a lead is converted once, into the first deal that names it. */
export function dealOfLead(world: World, person: number): number | null {
  const at = world.deals.findIndex(({ ofLead }) => ofLead === person)
  return at === -1 ? null : ids.deal(at)
}
