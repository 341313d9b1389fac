import { parentPort, workerData } from 'node:worker_threads'
import { accountMatcher, personMatcher } from './matcher.ts'
import { openPairing, type Pairing } from './pairing.ts'
import type { ThreadOrder } from './inThread.ts'

// The inside of the thread of `inThread.ts`: one pairing, called by name.
const { kind, others, order }: ThreadOrder = workerData
const pairing: Pairing =
  kind === 'account' ? openPairing(accountMatcher(others), order) : openPairing(personMatcher(others), order)

type Call = {
  readonly [Verb in keyof Pairing]: { readonly verb: Verb; readonly given: Parameters<Pairing[Verb]> }
}[keyof Pairing]

parentPort?.on('message', ({ verb, given }: Call) => {
  // Each verb takes what it was called with; the table of them is beyond what the types can follow.
  const answer = (pairing[verb] as (...all: readonly unknown[]) => unknown)(...given)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread's port has no origins, unlike a window.
  parentPort?.postMessage(answer)
  if (verb === 'close') parentPort?.close()
})
