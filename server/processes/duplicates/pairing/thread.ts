import { parentPort, workerData } from 'node:worker_threads'
import { letOthersGoFirst } from '../../../platform/priority.ts'
import { openHand, type Hand } from './hand.ts'
import { accountMatcher, personMatcher } from './matcher.ts'
import type { ThreadOrder } from './calling.ts'

// The inside of a thread of `calling.ts`: one hand, called by name.
const { kind, others, order }: ThreadOrder = workerData
// A search takes one processor, and of the others what nobody else wants.
if (order.hand > 0) letOthersGoFirst()
const hand: Hand = kind === 'account' ? openHand(accountMatcher(others), order) : openHand(personMatcher(others), order)

type Call = {
  readonly [Verb in keyof Hand]: { readonly verb: Verb; readonly given: Parameters<Hand[Verb]> }
}[keyof Hand]

parentPort?.on('message', ({ verb, given }: Call) => {
  // Each verb takes what it was called with; the table of them is beyond what the types can follow.
  const answer = (hand[verb] as (...all: readonly unknown[]) => unknown)(...given)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread's port has no origins, unlike a window.
  parentPort?.postMessage(answer)
  if (verb === 'close') parentPort?.close()
})
