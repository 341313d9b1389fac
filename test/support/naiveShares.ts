import { modelNames, type AttributionSettings, type ModelName } from '../../server/processes/attribution/model.ts'
import { dealOfLead, ids, moment, type World } from './touchWorld.ts'

/** The same rules as the statements, one deal and one touch after the other: what a person would do on paper. */

export type NaiveTouch = {
  readonly key: string
  readonly at: Date
  readonly person: number | null
  readonly campaign: number | null
  readonly source: string | null
  readonly isSales: boolean
}
export type NaiveDeal = {
  readonly cents: number
  readonly touches: readonly NaiveTouch[]
  readonly weights: Record<ModelName, readonly number[]>
}

const dayOf = (at: Date): number => Math.floor(at.getTime() / 86_400_000)

export function naiveDeal(world: World, settings: AttributionSettings, at: number): NaiveDeal {
  const deal = world.deals[at]
  if (deal === undefined) throw new RangeError('There is no such deal.')
  const created = moment(deal.created, 18)
  const closed = deal.closed === null ? null : moment(deal.created + deal.closed, 20)
  const begins = settings.windowDays === 0 ? -Infinity : created.getTime() - settings.windowDays * 86_400_000
  const isWithin = (when: Date) => when.getTime() >= begins && when.getTime() <= (closed?.getTime() ?? Infinity)
  const party = new Set(deal.people)
  for (const person of world.people.keys())
    if (world.people[person]?.lead && dealOfLead(world, person) === ids.deal(at)) party.add(person)
  const answers = [...party].flatMap((person) => answersOf(world, settings, person, isWithin))
  const touches = [...answers, ...statedOf(world, settings, deal, party, answers).filter((one) => isWithin(one.at))]
  touches.sort(
    (a, b) =>
      a.at.getTime() - b.at.getTime() ||
      (a.campaign ?? 1e9) - (b.campaign ?? 1e9) ||
      (a.source ?? '~').localeCompare(b.source ?? '~') ||
      (a.person ?? 1e9) - (b.person ?? 1e9),
  )
  const leads = [...party].flatMap((person) => {
    const lead = world.people[person]?.lead
    return lead && moment(lead.day, 9).getTime() <= (closed?.getTime() ?? Infinity) ? [moment(lead.day, 9)] : []
  })
  const came = leads.length === 0 ? null : new Date(Math.min(...leads.map((one) => one.getTime())))
  const upTo = (when: Date | null) => (when === null ? 0 : touches.filter((one) => dayOf(one.at) <= dayOf(when)).length)
  return {
    cents: deal.cents ?? 0,
    touches,
    weights: weightsOf(touches, { lead: upTo(came), deal: upTo(created), isClosed: closed !== null }, settings),
  }
}

function givenBy(world: World, settings: AttributionSettings, person: number) {
  const { members = [], inquiries = [] } = world.people[person] ?? {}
  const isSales = (campaign: number | null) =>
    campaign !== null && settings.salesCampaignTypes.includes(world.campaigns[campaign]?.type ?? '')
  const responded = members.flatMap(({ campaign, day, responded: at }) =>
    at === null
      ? settings.counts === 'responses'
        ? []
        : [{ campaign, source: null, at: moment(day, 7) }]
      : [{ campaign, source: null, at: moment(at, 10) }],
  )
  return {
    responded,
    asked: inquiries.map(({ campaign, day, source }) => ({
      campaign,
      source: campaign === null ? source : null,
      at: moment(day, 11),
    })),
    isSales,
  }
}

/** What counts of what a person answered: a membership once, an inquiry where the day is another one. */
function answersOf(
  world: World,
  settings: AttributionSettings,
  person: number,
  isWithin: (at: Date) => boolean,
): NaiveTouch[] {
  const { responded, asked, isSales } = givenBy(world, settings, person)
  const counted = responded.filter((one) => isWithin(one.at)).map((one) => ({ ...one, key: `${one.campaign}||` }))
  const days = new Set(counted.map((one) => `${one.campaign}|${one.source}|${dayOf(one.at)}`))
  for (const one of asked.filter(({ at }) => isWithin(at)).sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const key = `${one.campaign}|${one.source}|${dayOf(one.at)}`
    if (days.has(key)) continue
    days.add(key)
    counted.push({ ...one, campaign: one.campaign as never, source: one.source as never, key })
  }
  return counted.map((one) => ({ ...one, person, isSales: isSales(one.campaign) }))
}

function statedOf(
  world: World,
  settings: AttributionSettings,
  deal: World['deals'][number],
  party: ReadonlySet<number>,
  answers: readonly NaiveTouch[],
): NaiveTouch[] {
  const closed = deal.closed === null ? Infinity : moment(deal.created + deal.closed, 20).getTime()
  const own = [...party].flatMap((person) => {
    const lead = world.people[person]?.lead
    return lead && lead.source !== null && moment(lead.day, 9).getTime() <= closed
      ? [{ person, source: lead.source, at: moment(lead.day, 9) }]
      : []
  })
  const said: { person: number | null; source: string; at: Date }[] =
    own.length > 0 || deal.source === null ? own : [{ person: null, source: deal.source, at: moment(deal.created, 18) }]
  return said
    .map((one) => ({ ...one, campaign: null, key: one.source, isSales: settings.salesSources.includes(one.source) }))
    .filter(
      (one) =>
        !answers.some(
          (answer) =>
            (one.person === null || answer.person === one.person) &&
            answer.isSales === one.isSales &&
            dayOf(answer.at) <= dayOf(one.at),
        ),
    )
}

function weightsOf(
  touches: readonly NaiveTouch[],
  milestones: { lead: number; deal: number; isClosed: boolean },
  { halfLifeDays }: AttributionSettings,
): Record<ModelName, readonly number[]> {
  const of = touches.length
  const last = touches.at(-1)
  const marked = (share: number, marks: readonly number[]) => {
    const unmarked = touches.filter((_, at) => !marks.includes(at + 1)).length
    return touches.map((_, at) => marks.filter((mark) => mark === at + 1).length * share || 0.1 / unmarked)
  }
  const raw: Record<ModelName, readonly number[]> = {
    primary: touches.map(() => 0),
    first: touches.map((_, at) => (at === 0 ? 1 : 0)),
    last: touches.map((_, at) => (at === of - 1 ? 1 : 0)),
    even: touches.map(() => 1),
    uShaped: touches.map((_, at) => (of <= 2 ? 1 : at === 0 || at === of - 1 ? 0.4 : 0.2 / (of - 2))),
    wShaped: marked(0.3, [1, milestones.lead, milestones.deal]),
    timeDecay: touches.map((one) => 2 ** (-((last?.at.getTime() ?? 0) - one.at.getTime()) / 86_400_000 / halfLifeDays)),
    fullPath: marked(0.225, [1, milestones.lead, milestones.deal, ...(milestones.isClosed ? [of] : [])]),
  }
  const scaled = (model: ModelName): readonly number[] => {
    const sum = raw[model].reduce((total, one) => total + one, 0)
    return raw[model].map((one) => (sum === 0 ? 0 : one / sum))
  }
  for (const model of modelNames) raw[model] = scaled(model)
  return raw
}
