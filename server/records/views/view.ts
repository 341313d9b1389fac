import type { Filter } from '../../ground/objects/filter.ts'

/**
 * A list view: a filter, an order and columns under a name. It is somebody's own, shared with everybody, or came with
 * Assay. The filter may say `$me` and `THIS_WEEK` (shared/relativeFilter.ts).
 */
export type ListView = {
  readonly id: number
  readonly objectName: string
  /** A name for programs, told once for each object: `MyOpenLeads`. */
  readonly apiName: string
  readonly label: string
  /** Null: everything. */
  readonly filter: Filter | null
  /** `-CreatedDate,LastName`; null: the list's usual order. */
  readonly sort: string | null
  /** Fields, and columns the web makes of several; null: the usual ones of whoever looks. */
  readonly columns: readonly string[] | null
  /** Null: it came with Assay. */
  readonly ownerId: number | null
  readonly sharedAt: Date | null
  readonly version: number
  readonly createdAt: Date
  readonly createdById: number | null
  readonly lastModifiedAt: Date
  readonly lastModifiedById: number | null
  /** Whether it is the one a list opens with for whoever asks. */
  readonly isDefault: boolean
}

/** What somebody says of a list view; what is left out stays as it is. */
export type ViewDraft = {
  readonly label?: string
  readonly filter?: Filter | null
  readonly sort?: string | null
  readonly columns?: readonly string[] | null
  readonly isShared?: boolean
}

/** Columns the web makes of more than a field. */
export const madeColumns: Readonly<Record<string, readonly string[]>> = { Lead: ['Vetting'] }

export const isStandard = ({ ownerId }: Pick<ListView, 'ownerId'>): boolean => ownerId === null
