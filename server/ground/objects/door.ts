import type { Tx, Underway } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import type { FieldValues, ObjectDefinition, StoredRecord } from './definition.ts'
import type { Draft } from './drafts.ts'
import type { DuplicateWish } from './duplicateCheck.ts'
import type { Saved } from './save.ts'

export type SaveOptions = DuplicateWish & {
  /** Set by an import: what it makes can be undone as a whole. */
  readonly importId?: number
  /** When each record came about, in order, where an import knows: last year's list is not today's. */
  readonly createdAt?: readonly (Date | undefined)[]
  /** Match keys of each record, in order, where an import has looked for duplicates by them; others are worked out. */
  readonly matchKeys?: readonly (readonly number[] | undefined)[]
  /** Nobody looks for likely duplicates: an import does so itself, set by set, and a conversion asked before. */
  readonly skipDuplicateCheck?: boolean
  /** Ids this transaction has just made or locked: they are there, and nobody needs to ask. */
  readonly known?: ReadonlySet<number>
  /** Whether the caller wants the records back; where nothing is said, one made alone comes back. */
  readonly readBack?: boolean
  /** Where statements are left on their way for the caller to wait for; then no record comes back. */
  readonly underway?: Underway
}

/** How a door meets likely duplicates; undefined: it does not look. */
export const duplicateWish = ({
  skipDuplicateCheck,
  allowDuplicates,
  onlySeen,
  alertsNobody,
}: SaveOptions): DuplicateWish | undefined =>
  skipDuplicateCheck === true ? undefined : { allowDuplicates, onlySeen, alertsNobody }

/** What an import sets beside a record's values: the import, when the record came about, and what it is matched by. */
export function importColumns(
  { importId, createdAt, matchKeys }: SaveOptions,
  at: number,
): Readonly<Record<string, unknown>> {
  const columns: Record<string, unknown> = { import_id: importId ?? null }
  if (createdAt?.[at] !== undefined) columns.created_at = createdAt[at]
  if (matchKeys?.[at] !== undefined) columns.match_keys = matchKeys[at]
  return columns
}

/** A change somebody asks for: the record, the fields, and the version they saw. */
export type ChangeDraft = { readonly id: number; readonly draft: Draft; readonly ifVersion?: number }

/** Values that a record as it stands is to take on, already read. */
export type Wanted = { readonly before: StoredRecord; readonly values: FieldValues }

/**
 * The verbs every record room offers, so that surfaces which work on any object can call them. Each
 * takes a list and answers a list, one result each, in the same order.
 */
export type Door = {
  readonly definition: ObjectDefinition
  readonly create: (tx: Tx, actor: Actor, drafts: readonly Draft[], options?: SaveOptions) => Promise<Saved[]>
  /** A change is looked at for likely duplicates only when options say how they are met. */
  readonly update: (tx: Tx, actor: Actor, changes: readonly ChangeDraft[], options?: SaveOptions) => Promise<Saved[]>
  readonly remove: (tx: Tx, actor: Actor, ids: readonly number[]) => Promise<Saved[]>
  readonly restore?: (tx: Tx, actor: Actor, ids: readonly number[]) => Promise<Saved[]>
  /** Verbs that refuse every record with the way on, so that whoever describes the object does not offer them. */
  readonly never?: readonly ('create' | 'remove')[]
}
