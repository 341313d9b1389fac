import { randomBytes } from 'node:crypto'
import type { Id } from '../../../../shared/ids.ts'
import { elapsedMs } from '../../../platform/clock.ts'

/** A program that listens. It lives in the process that greeted it; what it listens to is kept in the database. */
export type Client = {
  readonly id: string
  readonly orgId: Id
  readonly userId: Id | null
  /** Channel → the replay id it has heard up to. */
  readonly positions: Map<string, number>
  /** Ends the waiting of its connect, so that it looks again or makes room for a newer one. */
  stir: () => void
  /** Counts its connects: only the newest waits. */
  turn: number
  touchedAt: number
}

export const MOST_SUBSCRIPTIONS = 100
const MOST_OF_A_USER = 20
const MOST_CLIENTS = 2000

/** The clients a server greeted, by their ids. */
export type Clients = Map<string, Client>

/** Greets a client; undefined when there are too many of this user or altogether. Who was silent too long is forgotten. */
export function greet(clients: Clients, orgId: Id, userId: Id | null, silentAfterMs: number): Client | undefined {
  forgetSilent(clients, silentAfterMs)
  const ofUser = [...clients.values()].filter((one) => one.orgId === orgId && one.userId === userId).length
  if (ofUser >= MOST_OF_A_USER || clients.size >= MOST_CLIENTS) return undefined
  const client: Client = {
    id: randomBytes(20).toString('hex'),
    orgId,
    userId,
    positions: new Map(),
    stir: () => undefined,
    turn: 0,
    touchedAt: elapsedMs(),
  }
  clients.set(client.id, client)
  return client
}

/** A client of this user that is not forgotten. */
export function clientNamed(clients: Clients, id: unknown, orgId: Id, userId: Id | null): Client | undefined {
  const client = typeof id === 'string' ? clients.get(id) : undefined
  if (client === undefined || client.orgId !== orgId || client.userId !== userId) return undefined
  client.touchedAt = elapsedMs()
  return client
}

export function dismiss(clients: Clients, client: Client): void {
  clients.delete(client.id)
  client.stir()
}

function forgetSilent(clients: Clients, silentAfterMs: number): void {
  const before = elapsedMs() - silentAfterMs
  for (const client of clients.values()) if (client.touchedAt < before) dismiss(clients, client)
}
