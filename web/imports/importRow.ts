import type { State } from '../ui/states.ts'

export type ImportState =
  | 'ready'
  | 'checking'
  | 'checked'
  | 'running'
  | 'paused'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'undoing'
  | 'undone'
export type ImportAct = 'change' | 'check' | 'start' | 'pause' | 'cancel' | 'undo'
export type DuplicateRule = 'inquiry' | 'fill' | 'update' | 'skip' | 'create'
export type Counts = Readonly<{
  read: number
  created: number
  updated: number
  known: number
  skipped: number
  refused: number
}>
export type Note = Readonly<{ sentence: string; rows: number }>

export type ImportOptions = Readonly<{
  duplicates?: DuplicateRule
  campaignId?: string | null
  memberStatus?: string | null
  memberColumns?: Readonly<Record<string, string>>
  createMissing?: readonly string[]
  unknownOwner?: 'me' | 'refuse'
  unreadable?: 'refuse' | 'blank'
  unmapped?: 'leave' | 'describe'
  withoutAccount?: 'gather' | 'refuse'
  keyColumn?: string | null
  timeZone?: string
  values?: Readonly<Record<string, Readonly<Record<string, string>>>>
  defaults?: Readonly<Record<string, string | number | boolean>>
  order?: 'dmy' | 'mdy'
  decimal?: '.' | ','
  encoding?: string
  delimiter?: string
  hasHeader?: boolean
  sheet?: string
}>

/** One import as the API tells it. */
export type ImportRow = Readonly<{
  Id: string
  name: string
  byteSize: number
  object: string | null
  state: ImportState
  /** Share of the file that was read, 0 to 1. */
  progress: number
  counts: Counts
  notes: readonly Note[]
  /** Refused rows that a mended file brought in after all. */
  mended: number
  /** The import whose refused rows this file brings again. */
  mends: string | null
  problem: string | null
  /** Of one that runs: the file whose import has to be through first. */
  waitsFor?: string | null
  may: readonly ImportAct[]
  guesses: readonly Readonly<{ object: string; confidence: number; reason: string }>[]
  mapping: readonly Readonly<{
    column: string
    field: string | null
    by?: string
    confidence: number
    reason: string
  }>[]
  options: ImportOptions
  layout: Readonly<{
    encoding: string
    encodingReason: string
    delimiter: string
    quote: string | null
    hasHeader: boolean
    columns: number
    /** The sheets of a spreadsheet; none of a CSV file. */
    sheets: readonly string[]
    sheet: string | null
  }>
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
}>

export type ColumnPreview = Readonly<{
  column: string
  field: string | null
  label: string | null
  type: string | null
  by: string | null
  confidence: number
  reason: string
  decided: string | null
  unsure: boolean
  examples: readonly string[]
  unreadable: number
  words: readonly ColumnWord[]
}>

/** A word of the file in a picklist's column that is not one of the list's own. */
export type ColumnWord = Readonly<{
  word: string
  rows: number
  value: string | null
  isListed: boolean
  suggestion: string | null
}>

/** A field a column may go to. */
export type ImportField = Readonly<{ name: string; label: string; references: readonly string[] }>

export type Preview = Readonly<{
  columns: readonly ColumnPreview[]
  fields: readonly ImportField[]
  tried: number
  isWholeFile: boolean
  counts: Counts | null
  notes: readonly Note[]
  problems: readonly Readonly<{ kind: string; field: string | null; reason: string; rows: number; firstLine: number }>[]
  importedBefore: Readonly<{ Id: string; finishedAt: string | null }> | null
}>

export const stateLooks: Readonly<Record<ImportState, { state: State; label: string }>> = {
  ready: { state: 'planned', label: 'Not started' },
  checking: { state: 'working', label: 'Being tried' },
  checked: { state: 'planned', label: 'Tried, not started' },
  running: { state: 'working', label: 'Running' },
  paused: { state: 'nurturing', label: 'Paused' },
  done: { state: 'converted', label: 'Done' },
  failed: { state: 'unqualified', label: 'Stopped by a problem' },
  cancelled: { state: 'open', label: 'Cancelled' },
  undoing: { state: 'working', label: 'Being undone' },
  undone: { state: 'open', label: 'Undone' },
}

/** What there is to say beside an import's state: how far it is, why it stopped, or what of it was undone. */
export function besidesState({
  state,
  progress,
  problem,
  counts,
  object,
}: Pick<ImportRow, 'state' | 'progress' | 'problem' | 'counts' | 'object'>): string | null {
  if (isAtWork(state)) return `${Math.floor(progress * 100)} %`
  if (state !== 'undone') return problem
  const changed = counts.updated + counts.known
  if (counts.created > 0) return `Had created ${counted(counts.created, object)}`
  return changed > 0 ? `Had changed ${changed.toLocaleString('en')} of ours` : 'Had brought nothing'
}

export const isAtWork = (state: ImportState): boolean =>
  state === 'checking' || state === 'running' || state === 'undoing'
export const isBefore = (state: ImportState): boolean =>
  state === 'ready' || state === 'checked' || state === 'checking'

/** What a file may hold, the usual first. */
export const importable = [
  'Lead',
  'Contact',
  'Account',
  'Opportunity',
  'Payment',
  'Campaign',
  'CampaignMember',
  'Task',
  'Event',
  'User',
] as const
const plurals: Readonly<Record<string, string>> = {
  Lead: 'leads',
  Contact: 'contacts',
  Account: 'accounts',
  Opportunity: 'opportunities',
  Payment: 'payments',
  Campaign: 'campaigns',
  CampaignMember: 'campaign members',
  Task: 'tasks',
  Event: 'events',
  User: 'users',
}
/** 'leads' for Lead; 'records' while it is not known. */
export const pluralOf = (object: string | null): string =>
  object === null ? 'records' : (plurals[object] ?? 'records')
/** '1 lead', '12 leads'. */
export const counted = (count: number, object: string | null): string => {
  const many = pluralOf(object)
  const one = many === 'opportunities' ? 'opportunity' : many.replace(/s$/, '')
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

const delimiters: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
}
export const delimiterWord = (delimiter: string): string => delimiters[delimiter] ?? `‘${delimiter}’`
export const delimiterChoices = Object.entries(delimiters).map(([value, label]) => ({
  value,
  label: label.charAt(0).toUpperCase() + label.slice(1),
}))

/** A size as people say it: '3.4 MB'. */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const [size, unit] =
    bytes < 1_000_000
      ? [bytes / 1000, 'kB']
      : bytes < 1_000_000_000
        ? [bytes / 1_000_000, 'MB']
        : [bytes / 1_000_000_000, 'GB']
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`
}
