import { percentOf, shown, type Figure, type Load } from '../support/figures.ts'
import type { BenchServer } from '../support/server.ts'

/** What a part of the benchmark works with. */
export type SalesforceBench = {
  readonly server: BenchServer
  /** Headers of a client that shows a token. */
  readonly headers: Readonly<Record<string, string>>
  /** Of this machine, in this run: requests a second of a bare server, and rows by primary key a second. */
  readonly ceilings: { readonly http: number; readonly lookUps: () => Promise<number> }
}

export const say = (what: string): void => void process.stdout.write(`… ${what}\n`)

/** Headers with a token of the server's administrator, as a client of Salesforce sends them. */
export async function bearerOf(server: BenchServer): Promise<Record<string, string>> {
  const made = await server.call('POST', '/api/tokens', { name: 'bench', scopes: ['admin'] })
  if (typeof made !== 'object' || made === null || !('token' in made)) throw new Error('No token was made.')
  return { 'content-type': 'application/json', authorization: `Bearer ${String(made.token)}` }
}

/** Requests a second beside what is wanted and what the machine could do. */
export const rate = (
  name: string,
  load: Load,
  target: string,
  ceiling: readonly [name: string, most: number],
): Figure => ({
  name,
  value: load.perSecond,
  unit: '/s',
  target,
  ceiling: `${ceiling[0]} ${shown(ceiling[1])}/s (${percentOf(load.perSecond, ceiling[1])})`,
  note: `p50 ${load.p50Ms} ms, p99 ${load.p99Ms} ms${load.failed > 0 ? `, ${load.failed} FAILED` : ''}`,
})
