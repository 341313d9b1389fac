import { z } from 'zod'
import type { Tx } from '../../platform/tx.ts'
import type { Door } from './door.ts'
import { idParams } from './schemas.ts'

/** Where records are asked for: an address, and how to find the door behind it. */
export type Place = {
  /** The word in addresses: `leads`. */
  readonly path: string
  readonly label: string
  readonly labelPlural: string
  /** The name of the shapes in the OpenAPI document. */
  readonly shape: string
  readonly listParams: z.ZodObject
  readonly idParams: typeof idParams
  readonly restores: boolean
  /** The door, by what stands in the address; refuses an object that is not there. */
  readonly door: (tx: Tx, params: unknown) => Promise<Door>
}

/** The place of a standard object's records. */
export const placeOf = (door: Door): Place => ({
  path: door.definition.path,
  label: door.definition.label,
  labelPlural: door.definition.labelPlural,
  shape: door.definition.name,
  listParams: z.object({}),
  idParams,
  restores: door.restore !== undefined,
  door: () => Promise.resolve(door),
})
