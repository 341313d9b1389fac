import type { Door } from '../../../ground/objects/door.ts'
import type { findDuplicates } from '../../../processes/duplicates/duplicates.ts'
import type { DuplicateRule, ImportOptions } from '../import.ts'
import type { ImportRuling } from '../ruling.ts'
import type { Doors } from '../targets.ts'
import type { KeyFilter } from './keyFilter.ts'
import type { Plan, ReadRow, Reference } from './plan.ts'
import type { ReferenceBook } from './references.ts'

// What the steps by which a batch of rows is written speak of.

/** So many batches may not be committed yet while the next one is read: neither the program nor PostgreSQL's two processes wait then. */
export const MOST_UNDERWAY = 2

/** What every batch of one import shares. */
export type Batch = {
  readonly importId: number
  readonly fileName: string
  readonly columns: readonly string[]
  readonly plan: Plan
  readonly options: ImportOptions
  readonly rule: DuplicateRule
  /** What the org's duplicate rules say of new records of this object. */
  readonly ruling: ImportRuling
  /** The import whose refused rows these are, mended. */
  readonly mendsId: number | null
  readonly door: Door
  readonly doors: Doors
  readonly book: ReferenceBook
  /** For objects whose records may be duplicates of each other. */
  readonly filter: KeyFilter | undefined
  readonly campaignId: number | null
  readonly today: string
  readonly rowsAtOnce: number
  /** After a batch failed as a whole: each row is tried so that it can fail alone. */
  readonly careful: boolean
  /** Whether its rows may be stored before the batch ahead is committed. */
  readonly goesAhead: boolean
  /** Waits until the batch ahead is committed. */
  readonly turn: () => Promise<void>
  /** Rows are looked up in the order of the file: this settles when the batch ahead has added its own to what is known … */
  readonly lookAfter: Promise<unknown>
  /** … and this says that this one has. */
  readonly looked: () => void
  /** The rows looked up last, batch by batch: those of the batches ahead, which may be alike and are not committed yet. */
  readonly latest: { batches: readonly (readonly KeyedRow[])[] }
}

/** A row ready for the door: values by API name, references as ids. */
export type DraftRow = {
  readonly read: ReadRow
  readonly draft: Record<string, unknown>
  /** References to records of this file that are not made yet. */
  readonly links: readonly Reference[]
  /** Nothing in it says who it is, so it can be nobody's duplicate. */
  readonly isNameless: boolean
  /** What it was looked up by; the record is found by the same. */
  matchKeys?: readonly number[]
  /** The lead this deal came from. */
  readonly leadId?: number
  /** What the deal becomes once its lead was converted into it: conversion takes open deals only. */
  readonly closing?: Readonly<Record<string, unknown>>
}

/** A row and what it is looked up by; `at` is its place in its batch. */
export type KeyedRow = {
  readonly at: number
  readonly subject: Parameters<typeof findDuplicates>[3][number]
  readonly keys: readonly number[]
}
