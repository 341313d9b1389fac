import type { ObjectGuess } from './mapping/guess.ts'
import type { ColumnMapping } from './mapping/suggest.ts'
import type { DateOrder, DecimalMark } from './reading/field.ts'
import type { Layout } from './reading/layout.ts'

/** Where an import stands. */
export const importStates = [
  'ready',
  'checking',
  'checked',
  'running',
  'paused',
  'done',
  'failed',
  'cancelled',
  'undoing',
  'undone',
] as const
export type ImportState = (typeof importStates)[number]

export type ImportAct = 'change' | 'check' | 'start' | 'pause' | 'cancel' | 'undo'

/** What may be done to an import in each state. */
export const mayDo = {
  ready: ['change', 'check', 'start', 'cancel'],
  checking: ['cancel'],
  checked: ['change', 'check', 'start', 'cancel'],
  running: ['pause', 'cancel'],
  paused: ['start', 'cancel', 'undo'],
  done: ['undo'],
  failed: ['start', 'cancel', 'undo'],
  cancelled: ['undo'],
  undoing: [],
  undone: [],
} as const satisfies Record<ImportState, readonly ImportAct[]>

/** States in which a worker has something to do. */
export const atWork: readonly ImportState[] = ['checking', 'running', 'undoing']

/** What becomes of a row that says who we already know. */
export const duplicateRules = ['inquiry', 'fill', 'update', 'skip', 'create'] as const
export type DuplicateRule = (typeof duplicateRules)[number]

export type ImportOptions = {
  /**
   * 'inquiry': recorded as a response of the person we know. 'fill': blanks of the record we have are filled.
   * 'update': the file's values replace ours. 'skip': the row is left out, and said so. 'create': made anyway.
   */
  readonly duplicates?: DuplicateRule
  /** 18-character id of the campaign everybody in the file becomes a member of. */
  readonly campaignId?: string | null
  readonly memberStatus?: string | null
  /** Field of the campaign member → the column that holds it: `Status`, or a field of the organization's own. */
  readonly memberColumns?: Readonly<Record<string, string>>
  /** Objects of which missing records that rows refer to by name are made. */
  readonly createMissing?: readonly string[]
  /** What becomes of a row whose owner is nobody here. */
  readonly unknownOwner?: 'me' | 'refuse'
  /** What becomes of a row with a cell that cannot be read. */
  readonly unreadable?: 'refuse' | 'blank'
  /** What becomes of an opportunity that names no account. */
  readonly withoutAccount?: 'gather' | 'refuse'
  /** Whether cells of columns that go nowhere are kept in the description. */
  readonly unmapped?: 'leave' | 'describe'
  /** Column that names the record in other files; null for none. */
  readonly keyColumn?: string | null
  readonly timeZone?: string
  readonly order?: DateOrder
  readonly decimal?: DecimalMark
  readonly encoding?: string
  readonly delimiter?: string
  readonly hasHeader?: boolean
  /** Of a spreadsheet: the name of the sheet that is read. */
  readonly sheet?: string
  /** Column → word → what it stands for. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Field → value for rows that say nothing else. */
  readonly defaults?: Readonly<Record<string, string | number | boolean>>
}

/** How many rows came to what. Every row read counts once. */
export type ImportCounts = {
  readonly read: number
  readonly created: number
  readonly updated: number
  /** People we knew already, recorded as an inquiry. */
  readonly known: number
  readonly skipped: number
  readonly refused: number
}

export const noCounts: ImportCounts = { read: 0, created: 0, updated: 0, known: 0, skipped: 0, refused: 0 }

/** Layout without its sample, as it is kept. */
export type KeptLayout = Omit<Layout, 'sample'>

/** What was done beyond the rows' own words, and how often: a sentence and its number. */
export type ImportNotes = Readonly<Record<string, { readonly sentence: string; readonly rows: number }>>

/** A spreadsheet as it was sent, and which of its sheets is read. */
export type Workbook = { readonly fileId: number; readonly sheets: readonly string[]; readonly sheet: string }

export type Import = {
  readonly id: number
  readonly fileId: number
  readonly fileName: string
  readonly byteSize: number
  readonly objectName: string | null
  readonly state: ImportState
  readonly layout: KeptLayout
  readonly guesses: readonly Pick<ObjectGuess, 'object' | 'confidence' | 'reason'>[]
  readonly mapping: readonly ColumnMapping[]
  readonly options: ImportOptions
  readonly columnsKey: string
  readonly problem: string | null
  readonly nextByte: number
  readonly nextLine: number
  readonly counts: ImportCounts
  readonly notes: ImportNotes
  readonly pendingDone: boolean
  /** The import whose refused rows this file brings again, mended. */
  readonly mendsId: number | null
  /** Refused rows that later files brought in after all. */
  readonly mended: number
  readonly workbook: Workbook | null
  readonly version: number
  readonly createdAt: Date
  readonly createdById: number | null
  /** What the token of whoever set it going is good for; null: all of their role. */
  readonly scopes: readonly string[] | null
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
  readonly undoneAt: Date | null
}

export const may = (state: ImportState, act: ImportAct): boolean => (mayDo[state] as readonly ImportAct[]).includes(act)

/** The share of the file that was read, 0 to 1. */
export const progressOf = ({ state, nextByte, byteSize }: Import): number =>
  state === 'done' || state === 'checked' ? 1 : byteSize === 0 ? 0 : Math.min(1, nextByte / byteSize)
