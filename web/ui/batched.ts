/**
 * Turns a call for many ids into one for a single id: those asked for within one moment travel together, at most
 * `most` at once. For marks in the rows of a grid.
 */
export function batched<T>(most: number, load: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>): (id: string) => Promise<T | undefined> {
  let waiting: string[] = []
  let next: Promise<ReadonlyMap<string, T>> | undefined
  return async (id) => {
    if (next === undefined || waiting.length >= most) {
      const ids: string[] = []
      waiting = ids
      next = soon().then(() => {
        if (waiting === ids) next = undefined
        return load(ids)
      })
    }
    waiting.push(id)
    return (await next).get(id)
  }
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 15))
