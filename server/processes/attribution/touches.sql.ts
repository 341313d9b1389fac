import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { sql, type RawBuilder } from '../../platform/sql.ts'
import type { AttributionSettings, Measure } from './model.ts'

export type Definitions = Readonly<Record<'Opportunity' | 'Campaign', ObjectDefinition>>

export type TouchesOrder = {
  readonly actor: Actor
  readonly definitions: Definitions
  readonly settings: AttributionSettings
  /** The condition on the opportunity `o`. */
  readonly deals: RawBuilder<unknown>
  readonly now: Date
  readonly measure: Measure
}

/** What of the opportunity `o` is shared, in cents. */
export const centsOf = (measure: Measure): RawBuilder<unknown> =>
  sql`(coalesce(${sql.ref(`o.${measure}`)}, 0) * 100)::bigint`

const day = (moment: RawBuilder<unknown>): RawBuilder<unknown> => sql`(${moment} at time zone 'UTC')::date`

/**
 * Common table expressions up to `touch`: the deals asked for and within the actor's reach, the people who took part in
 * each (contacts with a role, and the leads converted into it), and what each of them answered within the window: a
 * membership once, and an inquiry besides where the day is another one. A touch is a response in a campaign or an inquiry; where nothing of the kind is known
 * of a person, the lead source they came with. `n` is a touch's place in its deal, `of` how many there are, and
 * `lead_n`, `deal_n` the places of those that led to the lead and to the opportunity; 0 where none did.
 */
export const touches = (order: TouchesOrder): RawBuilder<unknown> =>
  sql`${dealsAndTheirPeople(order)}, ${answersOfPeople(order.settings)}, ${sourcesStated(order.settings)}, ${touchesInOrder}`

/** `deal`, who took part in it as `party`, and as `arrival` when each of them came in as a lead. */
const dealsAndTheirPeople = ({
  actor,
  definitions,
  settings,
  deals,
  now,
  measure,
}: TouchesOrder): RawBuilder<unknown> => sql`
    deal as materialized (
      select o.id, ${centsOf(measure)} as cents, o.campaign_id, o.lead_source, o.created_at, ${day(sql`o.created_at`)} as day, o.closed_at,
        least(o.closed_at, ${now}::timestamptz) as ends_at,
        ${
          settings.windowDays === 0
            ? sql`'-infinity'::timestamptz`
            : sql`o.created_at - make_interval(days => ${settings.windowDays}::int)`
        } as begins_at
      from opportunity o
      where ${visible(actor, definitions.Opportunity, 'o')} and ${deals}
    ),
    party as materialized (
      select deal.id as deal_id, c.person_id
      from deal
      join opportunity_contact_role r on r.opportunity_id = deal.id
      join contact c on c.id = r.contact_id
      union
      select deal.id, l.person_id
      from deal
      join lead l on l.converted_opportunity_id = deal.id
    ),
    arrival as materialized (
      select party.deal_id, party.person_id, l.created_at as at, nullif(l.lead_source, '') as source
      from party
      join deal on deal.id = party.deal_id
      join lead l on l.person_id = party.person_id and l.deleted_at is null and l.created_at <= deal.ends_at
    )`

/** `answer`: what people responded to and asked, each with whether sales brought it about. */
const answersOfPeople = (settings: AttributionSettings): RawBuilder<unknown> => sql`
    responded as materialized (
      select party.deal_id, party.person_id, m.campaign_id, ${answeredAt(settings)} as at, ${day(answeredAt(settings))} as day
      from party
      join deal on deal.id = party.deal_id
      join campaign_member m on m.person_id = party.person_id and ${answeredAt(settings)} between deal.begins_at and deal.ends_at
    ),
    asked as (
      select distinct on (party.deal_id, party.person_id, i.campaign_id, i.named, ${day(sql`i.responded_at`)})
        party.deal_id, party.person_id, i.campaign_id, i.named as source, i.responded_at as at, ${day(sql`i.responded_at`)} as day
      from party
      join deal on deal.id = party.deal_id
      join (select person_id, campaign_id, case when campaign_id is null then source end as named, responded_at from inquiry) i
        on i.person_id = party.person_id and i.responded_at between deal.begins_at and deal.ends_at
      where not exists (
        select from responded r
        where r.deal_id = party.deal_id and r.person_id = party.person_id and r.campaign_id = i.campaign_id and r.day = ${day(sql`i.responded_at`)})
      order by party.deal_id, party.person_id, i.campaign_id, i.named, ${day(sql`i.responded_at`)}, i.responded_at
    ),
    answer as materialized (
      select given.*, coalesce(k.type = any(${settings.salesCampaignTypes}::text[]), false) as is_sales
      from (select deal_id, person_id, campaign_id, null::text as source, at, day from responded union all select * from asked) given
      left join campaign k on k.id = given.campaign_id
    )`

/** `stated`: the sources people or deals came with, where no answer of the same side stands before them. */
const sourcesStated = (settings: AttributionSettings): RawBuilder<unknown> => sql`
    answered as (
      select deal_id, person_id, is_sales, min(day) as day
      from answer
      group by deal_id, person_id, is_sales
    ),
    stated as (
      select s.deal_id, s.person_id, s.source, s.at, s.is_sales
      from (
        select arrival.deal_id, arrival.person_id, arrival.source, arrival.at, arrival.source = any(${settings.salesSources}::text[]) as is_sales
        from arrival
        union all
        select deal.id, null, nullif(deal.lead_source, ''), deal.created_at, deal.lead_source = any(${settings.salesSources}::text[])
        from deal
        where not exists (select from arrival where arrival.deal_id = deal.id and arrival.source is not null)
      ) s
      join deal on deal.id = s.deal_id and s.at between deal.begins_at and deal.ends_at
      where s.source is not null and not exists (
        select from answered
        where answered.deal_id = s.deal_id and (s.person_id is null or answered.person_id = s.person_id)
          and answered.is_sales = s.is_sales and answered.day <= ${day(sql`s.at`)})
    )`

/** `touch`: answers and stated sources of a deal side by side, each with its place. */
const touchesInOrder: RawBuilder<unknown> = sql`
    came as (
      select deal_id, ${day(sql`min(at)`)} as day
      from arrival
      group by deal_id
    ),
    touch as materialized (
      select t.deal_id, t.person_id, t.campaign_id, t.source, t.at, t.is_sales, deal.cents, deal.closed_at is not null as is_closed,
        row_number() over place::int as n,
        count(*) over whole::int as of,
        max(t.at) over whole as last_at,
        (count(*) filter (where t.day <= came.day) over whole)::int as lead_n,
        (count(*) filter (where t.day <= deal.day) over whole)::int as deal_n
      from (
        select deal_id, person_id, campaign_id, source, at, day, is_sales from answer
        union all
        select deal_id, person_id, null, source, at, ${day(sql`at`)}, is_sales from stated
      ) t
      join deal on deal.id = t.deal_id
      left join came on came.deal_id = t.deal_id
      window whole as (partition by t.deal_id), place as (partition by t.deal_id order by t.at, t.campaign_id, t.source, t.person_id)
    )`

const answeredAt = ({ counts }: AttributionSettings): RawBuilder<unknown> =>
  counts === 'responses' ? sql`m.responded_at` : sql`coalesce(m.responded_at, m.created_at)`
