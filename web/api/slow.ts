import { makeStore } from '../shell/store.ts'

/** After so long a person begins to wonder. */
const LONG_MS = 6000
/** What was asked for is given up then; a change that was sent is not, for it may have been made. */
export const LONGEST_MS = 60_000

const store = makeStore<ReadonlySet<symbol>>(new Set())

/** Whether an answer takes long just now. */
export const useIsSlow = (): boolean => store.use().size > 0

/** Watches over a request until it is answered. */
export async function watched<T>(answer: Promise<T>): Promise<T> {
  const request = Symbol('request')
  const timer = setTimeout(() => store.set(new Set(store.get()).add(request)), LONG_MS)
  try {
    return await answer
  } finally {
    clearTimeout(timer)
    if (store.get().has(request)) store.set(new Set([...store.get()].filter((one) => one !== request)))
  }
}
