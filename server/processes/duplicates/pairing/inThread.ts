import { Worker } from 'node:worker_threads'
import type { RowKind } from './matcher.ts'
import type { Pairing, PairingOrder } from './pairing.ts'

/** A pairing that works in a thread of its own, so that whoever waits for it can answer others meanwhile. */
export type ThreadedPairing = {
  readonly [Verb in keyof Pairing]: (...given: Parameters<Pairing[Verb]>) => Promise<ReturnType<Pairing[Verb]>>
}

export interface ThreadOrder {
  readonly kind: RowKind
  /** Names of the columns rows have besides the usual ones. */
  readonly others: readonly string[]
  readonly order: PairingOrder
}

export function openPairingInThread(given: ThreadOrder): ThreadedPairing {
  const worker = new Worker(new URL('thread.ts', import.meta.url), {
    workerData: given,
    // Sorting one part and what is remembered of rows needs far less; a runaway must not take the server with it.
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  })
  worker.unref()
  const waiting: { readonly answer: (value: unknown) => void; readonly fail: (error: Error) => void }[] = []
  let ended: Error | undefined
  const end = (error: Error): void => {
    ended = error
    for (const one of waiting.splice(0)) one.fail(error)
  }
  worker.on('message', (value: unknown) => waiting.shift()?.answer(value))
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', () => end(new Error('The thread that compares has ended.')))
  const call =
    <Verb extends keyof Pairing>(verb: Verb) =>
    (...given: Parameters<Pairing[Verb]>): Promise<ReturnType<Pairing[Verb]>> =>
      new Promise((answer, fail) => {
        if (ended !== undefined) return fail(ended)
        // What comes back is what the verb answers: the thread calls it by this very name.
        waiting.push({ answer: (value) => answer(value as ReturnType<Pairing[Verb]>), fail })
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread's port has no origins, unlike a window.
        worker.postMessage({ verb, given })
      })
  return {
    add: call('add'),
    pairUp: call('pairUp'),
    score: call('score'),
    link: call('link'),
    groups: call('groups'),
    close: async () => {
      if (ended === undefined) await call('close')().catch(() => undefined)
      await worker.terminate()
    },
  }
}
