import { Worker } from 'node:worker_threads'
import type { Hand, HandOrder } from './hand.ts'
import type { RowKind } from './matcher.ts'

export interface ThreadOrder {
  readonly kind: RowKind
  /** Names of the columns rows have besides the usual ones. */
  readonly others: readonly string[]
  readonly order: HandOrder
}

/** A hand that works in a thread of its own, so that whoever waits for it can answer others meanwhile. */
export type ThreadedHand = {
  readonly [Verb in keyof Hand]: (...given: Parameters<Hand[Verb]>) => Promise<ReturnType<Hand[Verb]>>
} & {
  /** Calls it has not answered yet. */
  readonly waiting: () => number
}

export function openHandInThread(given: ThreadOrder): ThreadedHand {
  const worker = new Worker(new URL('thread.ts', import.meta.url), {
    workerData: given,
    // Sorting one part and what is remembered of rows needs far less; a runaway must not take the server with it.
    resourceLimits: { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 32 },
  })
  worker.unref()
  const waiting: { readonly answer: (value: unknown) => void; readonly fail: (error: Error) => void }[] = []
  let ended: Error | undefined
  const end = (error: Error): void => {
    ended ??= error
    for (const one of waiting.splice(0)) one.fail(ended)
  }
  worker.on('message', (value: unknown) => waiting.shift()?.answer(value))
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', () => end(new Error('The thread that compares has ended.')))
  const call =
    <Verb extends keyof Hand>(verb: Verb) =>
    (...given: Parameters<Hand[Verb]>): Promise<ReturnType<Hand[Verb]>> =>
      new Promise((answer, fail) => {
        if (ended !== undefined) return fail(ended)
        // What comes back is what the verb answers: the thread calls it by this very name.
        waiting.push({ answer: (value) => answer(value as ReturnType<Hand[Verb]>), fail })
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread's port has no origins, unlike a window.
        worker.postMessage({ verb, given })
      })
  return {
    adopt: call('adopt'),
    add: call('add'),
    finish: call('finish'),
    count: call('count'),
    spread: call('spread'),
    learn: call('learn'),
    goBy: call('goBy'),
    score: call('score'),
    link: call('link'),
    groups: call('groups'),
    close: async () => {
      if (ended === undefined) await call('close')().catch(() => undefined)
      await worker.terminate()
    },
    waiting: () => waiting.length,
  }
}
