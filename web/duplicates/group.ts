import type { RecordRow } from '../api/recordRow.ts'
import type { Match, Matchable } from './duplicates.ts'

/** A record with others of its object that are probably the same. */
export type Group = Readonly<{ object: Matchable; record: RecordRow; matches: readonly Match[] }>
