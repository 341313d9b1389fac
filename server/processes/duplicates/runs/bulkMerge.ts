/** How the record that stays is chosen in each group. */
export const masterRules = ['most_complete', 'most_recent', 'oldest', 'most_active'] as const
export type MasterRule = (typeof masterRules)[number]

export const bulkMergeStates = ['running', 'paused', 'done', 'failed', 'undoing', 'undone'] as const
export type BulkMergeState = (typeof bulkMergeStates)[number]
export type BulkMergeAct = 'pause' | 'resume' | 'undo'

/** What may be done to a bulk merge in each state, and where it leads. */
export const bulkMergeActs = {
  running: { pause: 'paused' },
  paused: { resume: 'running', undo: 'undoing' },
  done: { undo: 'undoing' },
  failed: { resume: 'running', undo: 'undoing' },
  undoing: {},
  undone: {},
} as const satisfies Readonly<Record<BulkMergeState, Readonly<Partial<Record<BulkMergeAct, BulkMergeState>>>>>

/** Every group of a run from a certainty on, merged by one rule. */
export interface BulkMerge {
  readonly id: number
  readonly runId: number
  readonly certainty: number
  readonly masterRule: MasterRule
  readonly state: BulkMergeState
  readonly createdAt: Date
  readonly createdById: number
  readonly finishedAt: Date | null
  readonly problem: string | null
  readonly expected: number
  readonly merged: number
  /** Groups of which a record was merged, converted, deleted or called another meanwhile. */
  readonly refused: number
  readonly undone: number
  /** Groups up to this number are done. */
  readonly nextN: number
}
