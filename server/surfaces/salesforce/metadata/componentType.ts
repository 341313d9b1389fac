import type { Tx } from '../../../platform/tx.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import type { PlainObject } from './plain.ts'

/** The kinds of metadata that are kept here, and what can be done with each. */
export type ComponentType = {
  readonly xmlName: string
  readonly directoryName: string
  readonly suffix: string
  /** What it is called in the file of its object, if it stands there: `fields`. Without, it has a file of its own. */
  readonly inObjectAs?: 'fields' | 'listViews'
  readonly childXmlNames?: readonly string[]
  readonly list: (tx: Tx) => Promise<readonly Listed[]>
  /** The metadata of each name, in order, in the form of a version (`37.0`; the latest unless said); undefined for what is not there. */
  readonly read: (
    tx: Tx,
    fullNames: readonly string[],
    version?: string,
  ) => Promise<readonly (PlainObject | undefined)[]>
  readonly create?: Save
  readonly update?: Save
  readonly remove?: (tx: Tx, actor: Actor, fullName: string) => Promise<void>
  readonly rename?: (tx: Tx, actor: Actor, from: string, to: string) => Promise<void>
}

export type Save = (tx: Tx, actor: Actor, metadata: PlainObject) => Promise<void>

/** A component as listMetadata tells of it. */
export type Listed = { readonly fullName: string; readonly id?: number; readonly file: string }
