import type { Random } from '../random.ts'
import type { World } from '../world/people.ts'
import { newAgenda, type Agenda } from './agenda.ts'
import type { CampaignKey } from './campaignPlans.ts'
import type { Cast } from './cast.ts'
import type { Deal, Opening, Incoming, Vetting, KnownContact, Place } from './threads.ts'

/** A member of a campaign on the way to another status. */
export type MemberMove = { readonly memberId: number; readonly status: string }

/** A lead nobody calls, about to be sorted out. */
export type Sorting = { readonly leadId: number; readonly draft: Readonly<Record<string, unknown>> }

export type Reopening = { readonly leadId: number; readonly reason: string }

/** Everything the story knows between its steps: who is where, and what comes next. */
export type Story = {
  readonly world: World
  readonly random: Random
  readonly end: Date
  /** 1 for the whole demonstration; less for a smaller one of the same kind. */
  readonly size: number
  readonly cast: Cast
  readonly campaigns: Map<CampaignKey, number>
  /** Forms of the web site, by their campaigns. */
  readonly forms: Map<CampaignKey, number>
  readonly running: Set<CampaignKey>
  readonly over: Set<CampaignKey>
  readonly places: Place[]
  readonly placeOf: Map<number, Place>
  readonly contacts: KnownContact[]
  /** Leads nobody calls and who may be mailed. */
  readonly reachable: number[]
  /** People who work elsewhere than the world says, by their number. */
  readonly employers: Map<number, number>
  readonly calls: Agenda<Vetting>
  readonly overrides: Agenda<Vetting>
  readonly moves: Agenda<Deal>
  readonly openings: Agenda<Opening>
  readonly memberMoves: Agenda<MemberMove>
  readonly sortings: Agenda<Sorting>
  readonly money: Agenda<Incoming>
  /** Tasks that get done, by whose they are. */
  readonly chores: Agenda<number>
  /** Leads their owner looks at, and no more. */
  readonly glances: Agenda<number>
  /** Closed leads that come back by themselves. */
  readonly reopenings: Agenda<Reopening>
  /** Campaigns people were invited to. */
  readonly invited: Set<CampaignKey>
  /** Which contact asked for what, as `campaign contact`. */
  readonly asked: Set<string>
  leads: number
}

export type Beginning = Pick<Story, 'world' | 'random' | 'end' | 'size' | 'cast'>

export const beginStory = (beginning: Beginning): Story => ({
  ...beginning,
  campaigns: new Map(),
  forms: new Map(),
  running: new Set(),
  over: new Set(),
  places: [],
  placeOf: new Map(),
  contacts: [],
  reachable: [],
  employers: new Map(),
  calls: newAgenda(),
  overrides: newAgenda(),
  moves: newAgenda(),
  openings: newAgenda(),
  memberMoves: newAgenda(),
  sortings: newAgenda(),
  money: newAgenda(),
  chores: newAgenda(),
  glances: newAgenda(),
  reopenings: newAgenda(),
  invited: new Set(),
  asked: new Set(),
  leads: 0,
})

/** A share of the whole, as many of it as this demonstration has. */
export const sized = (story: Pick<Story, 'size'>, howMany: number): number =>
  Math.max(1, Math.round(howMany * story.size))
