import type { Matchable } from '../duplicate.ts'

/** Where a run looks: within one object, or leads against contacts. */
export const runScopes = ['Lead', 'Contact', 'Account', 'LeadContact'] as const
export type RunScope = (typeof runScopes)[number]

/** The objects whose records a run reads; of two, the first is compared with the second. */
export const objectsOf = {
  Lead: ['Lead'],
  Contact: ['Contact'],
  Account: ['Account'],
  LeadContact: ['Lead', 'Contact'],
} as const satisfies Readonly<Record<RunScope, readonly Matchable[]>>

export const runStates = ['running', 'paused', 'done', 'failed', 'cancelled'] as const
export type RunState = (typeof runStates)[number]
export type RunStage = 'reading' | 'comparing' | 'grouping'
export type RunAct = 'pause' | 'resume' | 'cancel'

/** What may be done to a run in each state, and where it leads. */
export const runActs = {
  running: { pause: 'paused', cancel: 'cancelled' },
  paused: { resume: 'running', cancel: 'cancelled' },
  failed: { resume: 'running', cancel: 'cancelled' },
  done: {},
  cancelled: {},
} as const satisfies Readonly<Record<RunState, Readonly<Partial<Record<RunAct, RunState>>>>>

/** One search for duplicates through the whole database. */
export interface DuplicateRun {
  readonly id: number
  readonly scope: RunScope
  readonly state: RunState
  readonly stage: RunStage
  readonly createdAt: Date
  readonly createdById: number
  readonly finishedAt: Date | null
  readonly problem: string | null
  /** 0 to 1 of the whole work. */
  readonly share: number
  readonly expected: number
  readonly records: number
  readonly candidates: number
  readonly compared: number
  /** Pairs kept: those of a probability of `keptFrom` and more. */
  readonly pairs: number
  readonly groups: number
  /** Keys that more records share than are worth comparing, and how many records had one. */
  readonly skippedKeys: number
  readonly skippedRecords: number
  /** Records up to this id are compared with all others, and their pairs kept. */
  readonly comparedUpTo: number
  readonly histogram: readonly Bar[]
}

/** How many pairs have a probability from `from` on and below the next bar's. */
export interface Bar {
  readonly from: number
  readonly pairs: number
}

/** Pairs below say nothing, not even of what was missed. */
export const keptFrom = 0.2

/** A group as a run found it. */
export interface FoundGroup {
  readonly n: number
  readonly certainty: number
  readonly recordIds: readonly number[]
  readonly weakestLeftId: number
  readonly weakestRightId: number
  readonly weakestProbability: number
  readonly mergeId: number | null
  readonly refusal: string | null
}
