/** What bounds a batch: how many, and how heavy together. */
export type BatchLimits<In> = { readonly most: number; readonly heaviest: number; readonly weight: (one: In) => number }

type Waiting<In, Out> = {
  readonly one: In
  readonly resolve: (out: Out) => void
  readonly reject: (error: unknown) => void
}

/**
 * Works what arrives in sets: the first goes at once, and whatever comes while it is worked makes the next
 * batch. A thousand posts in a moment are a dozen transactions, and none waits for a connection of its own.
 * The work answers one result each, in the same order; when it throws, all of its batch hear so.
 */
export function gather<In, Out>(
  limits: BatchLimits<In>,
  work: (batch: readonly In[]) => Promise<readonly Out[]>,
): (one: In) => Promise<Out> {
  const waiting: Waiting<In, Out>[] = []
  let busy = false

  const run = async (): Promise<void> => {
    busy = true
    while (waiting.length > 0) {
      const batch = takeBatch(waiting, limits)
      try {
        const results = await work(batch.map(({ one }) => one))
        batch.forEach(({ resolve, reject }, at) => {
          const result = results[at]
          if (result === undefined) reject(new RangeError('A batch answered fewer results than it was given.'))
          else resolve(result)
        })
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    busy = false
  }

  return (one) =>
    new Promise<Out>((resolve, reject) => {
      waiting.push({ one, resolve, reject })
      if (!busy) void run()
    })
}

function takeBatch<In, Out>(
  waiting: Waiting<In, Out>[],
  { most, heaviest, weight }: BatchLimits<In>,
): Waiting<In, Out>[] {
  let length = 0
  let heavy = 0
  for (const { one } of waiting) {
    heavy += weight(one)
    if (length === most || (length > 0 && heavy > heaviest)) break
    length++
  }
  return waiting.splice(0, length)
}
