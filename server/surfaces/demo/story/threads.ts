import type { Company } from '../world/companies.ts'
import type { Disguised } from '../world/disguises.ts'
import type { Person } from '../world/people.ts'
import type { Colleague } from './cast.ts'
import type { Channel } from './channels.ts'
import type { Letter } from './wording.ts'

// What goes on between the steps of the story.

/** A company we have an account of. */
export type Place = {
  readonly id: number
  readonly company: Company
  readonly seller: Colleague
  readonly contacts: KnownContact[]
  /** What is being sold to it at the moment. */
  deal: Deal | undefined
  /** Whether they bought before. */
  isCustomer: boolean
}

export type KnownContact = {
  readonly id: number
  readonly number: number
  readonly name: string
  readonly place: Place
}

/** A sale somebody will begin with a company we know. */
export type Opening = { readonly place: Place; readonly kind: 'New Business' | 'Existing Business' | 'Renewal' }

export type Ending =
  | { readonly kind: 'won' }
  | { readonly kind: 'lost'; readonly reason: string; readonly letter?: Letter }
  | { readonly kind: 'adrift' }

/** A sale in progress: where it stands, and where it will end. */
export type Deal = {
  readonly id: number
  readonly name: string
  readonly place: Place
  readonly seller: Colleague
  readonly isNew: boolean
  readonly contactIds: readonly number[]
  readonly ending: Ending
  /** Stages to come, the last one closed. */
  readonly path: string[]
  readonly gapDays: number
  /** What it is worth in the end, in the org's currency. */
  readonly worth: number
  isAmountKnown: boolean
  closeDate: string
  followUpId: number | undefined
}

export type Verdict = 'convert' | 'dead_end' | 'maybe'

/** One call to come. */
export type Call = {
  readonly isAnswered: boolean
  /** What is found out, and whether it speaks for the lead. */
  readonly learns: readonly { readonly letter: Letter; readonly isMet: boolean }[]
}

/** A lead somebody is vetting: what will be found out, and what comes of it. */
export type Vetting = {
  readonly leadId: number
  readonly personNumber: number
  readonly name: string
  readonly company: Company
  readonly channel: Channel
  readonly vetter: Colleague
  readonly verdict: Verdict
  /** Converted by the manager although a letter is missing. */
  readonly isOverridden: boolean
  /** Letters that will turn out to be wrong after all. */
  readonly mistaken: readonly Letter[]
  /** The lead is somebody we know as a contact. */
  readonly contact: KnownContact | undefined
  readonly calls: Call[]
  isWorking: boolean
  /** Tasks this lead waits with. */
  followUpId: number | undefined
}

export type Fate = 'nurtured at once' | 'closed at once' | 'closed' | 'nurtured' | 'left'

/** Somebody who reaches us for the first time, or so it seems. */
export type Arrival = {
  readonly channel: Channel
  readonly person: Person
  readonly seen: Disguised
  readonly verdict: Verdict | undefined
  readonly vetter: Colleague | undefined
  /** Of a lead nobody calls. */
  readonly fate: Fate | undefined
  /** Whether the vetter owns the lead at once. */
  readonly isAssigned: boolean
  readonly contact: KnownContact | undefined
}

/** Money on its way to us. */
export type Incoming = {
  readonly dealId: number
  readonly amount: number
  readonly method: string
  readonly invoice: string
  /** Which part of the invoice it pays; undefined where it is paid at once. */
  readonly part?: string
  readonly receivedOn: string
}
