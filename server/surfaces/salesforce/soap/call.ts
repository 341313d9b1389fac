import type { Caller } from '../../../ground/http/edge.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import type { Database, OrgRef, Tx } from '../../../platform/tx.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import type { SalesforceRooms } from '../dialect/sobjects.ts'
import type { Answer } from './answers.ts'
import type { Arguments, Headers } from './arguments.ts'
import type { Flavour } from './envelope.ts'
import type { OperationName } from './operations.ts'

/** What stands around a call, whoever sends it. */
export type Surroundings = {
  readonly db: Database
  readonly rooms: SalesforceRooms
  readonly flavour: Flavour
  /** As in the address: `64.0`. */
  readonly version: string
  readonly headers: Headers
  /** Where Assay is reached, without a slash at the end. */
  readonly publicUrl: string
  /** The address the request came from. */
  readonly address: string
  readonly sessions: Sessions
}

/** How sessions are opened and ended: the room of sign-in lets only routes do it, so the route hands it in. */
export type Sessions = {
  readonly open: (login: {
    readonly username: string
    readonly password: string
    readonly address: string
  }) => Promise<{
    readonly accessToken: string
    readonly org: OrgRef
  }>
  /** Whether there was one. */
  readonly end: (sessionId: string) => Promise<boolean>
}

/** A call of somebody who is signed in. */
export type Call = Surroundings & {
  readonly caller: Caller
  readonly sessionId: string
  readonly actor: Actor
  readonly reading: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  /** One transaction: what `work` throws undoes all of it. */
  readonly writing: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
}

/** How a call of this name is answered. */
export type Verb<Name extends OperationName> = (call: Call, given: Arguments<Name>) => Promise<Answer<Name>>

/** Refuses lists longer than the field allows in one call. */
export function refuseTooMany(list: readonly unknown[], most: number): void {
  if (list.length > most)
    throw dialectRefusal(
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${most} records into this call`,
      { kind: 'too_large' },
    )
}
