import type { State } from '../ui/states.ts'
import type { BulkMerge, RunState } from './runsApi.ts'

type Look = Readonly<{ state: State; label: string }>

export const runLooks: Readonly<Record<RunState, Look>> = {
  running: { state: 'working', label: 'At work' },
  paused: { state: 'planned', label: 'Paused' },
  done: { state: 'converted', label: 'Done' },
  failed: { state: 'unqualified', label: 'Failed' },
  cancelled: { state: 'open', label: 'Cancelled' },
}

export const mergeLooks: Readonly<Record<BulkMerge['state'], Look>> = {
  running: { state: 'working', label: 'Merging' },
  paused: { state: 'planned', label: 'Paused' },
  done: { state: 'converted', label: 'Merged' },
  failed: { state: 'unqualified', label: 'Failed' },
  undoing: { state: 'working', label: 'Being undone' },
  undone: { state: 'open', label: 'Undone' },
}
