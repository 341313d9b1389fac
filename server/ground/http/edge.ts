import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Id } from '../../../shared/ids.ts'
import type { Config } from '../../platform/config.ts'
import { Refusal } from '../../platform/errors.ts'
import { inTransaction, reading, type TransactionOptions } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'

/** The server as rooms see it when they add their routes: bodies and addresses are checked with Zod. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** What stands around every request. */
export type Surroundings = { readonly db: Database; readonly config: Config }

/** Who sent a request, once the sign-in room has found out. */
export type Caller = {
  readonly org: OrgRef
  readonly actor: Actor
  /** How they showed who they are. */
  readonly by: 'session' | 'token'
  /** Whether they have to set up a second step of sign-in before anything else. */
  readonly isLackingSecondStep?: boolean
  /** What stands behind an access token: a user's grant to a connected app (null: a sign-in by password, without one). */
  readonly grant?: {
    readonly id: Id
    readonly appId: Id | null
    /** As the connected app has them: `api`, `web`, `refresh_token`. */
    readonly scopes: readonly string[]
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller
    /** Whether a verb is at work: then nothing may be answered yet. */
    isWriting?: boolean
  }
  interface FastifyInstance {
    surroundings: Surroundings
  }
}

/** For the document: an answer with nothing in it. */
export const nothing = z.void()

/** For the document: an answer that is a file of this kind. */
export const fileOf = (type: string, description: string, schema: z.ZodType = z.string()) => ({
  description,
  content: { [type]: { schema } },
})

/** For the document: bytes as they are. */
export const bytes = z.string().meta({ format: 'binary' })

const TEXT = Symbol('JSON')

/** An answer that is JSON already. */
type WrittenAnswer = { readonly [TEXT]: string }

export const written = (text: string): WrittenAnswer => ({ [TEXT]: text })

/** What a route answers, as JSON. */
export const writeAnswer = (answer: unknown): string => (isWritten(answer) ? answer[TEXT] : JSON.stringify(answer))

export const isWritten = (answer: unknown): answer is WrittenAnswer =>
  typeof answer === 'object' && answer !== null && TEXT in answer

/** The caller, or a refusal that asks to sign in. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller !== undefined) return request.caller
  throw new Refusal('not_signed_in', 'Sign in first: your session has ended, or this request carried none.', {
    kind: 'unauthenticated',
    way: { label: 'Sign in', href: '/sign-in' },
  })
}

/**
 * One verb, in one transaction, as the caller. The route returns what comes back and never calls `reply.send`
 * inside: the answer would be on its way before the commit, and would be wrong if that failed. For a status,
 * say `reply.code(201)` and return the value (nothing for 204).
 */
export async function writing<T>(
  request: FastifyRequest,
  work: (tx: Tx, actor: Actor) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  const { org, actor } = callerOf(request)
  request.isWriting = true
  try {
    return await inTransaction(request.server.surroundings.db, org, (tx) => work(tx, actor), options)
  } finally {
    request.isWriting = false
  }
}

/** Statements that only read, as the caller. */
export function readingAs<T>(request: FastifyRequest, work: (tx: Tx, actor: Actor) => Promise<T>): Promise<T> {
  const { org, actor } = callerOf(request)
  return reading(request.server.surroundings.db, org, (tx) => work(tx, actor))
}
