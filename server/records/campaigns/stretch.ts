import type { Chosen, Place } from './chosen.ts'

/** An order on more members than a request waits for: it goes on by itself, part after part. */
export type Work = {
  readonly id: number
  readonly campaignId: number
  readonly what: 'add' | 'move' | 'remove'
  readonly of: Chosen
  readonly status: string | null
  readonly total: number
  /** How many of them were come to … */
  readonly seen: number
  /** … and how many of those were changed: the others were in the campaign already. */
  readonly done: number
  readonly problem: string | null
  readonly createdAt: Date
  readonly createdById: number
  readonly finishedAt: Date | null
}

/** What lies between two places in one campaign of a work, with how far it is. Nobody is in two stretches of a work. */
export type Stretch = Work & {
  readonly n: number
  /** The campaign whose members it takes, or where it puts them. */
  readonly within: number
  readonly after: Place | null
  readonly upto: Place | null
}

export type NewStretch = Pick<Stretch, 'n' | 'within' | 'after' | 'upto'>
