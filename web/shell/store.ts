import { useSyncExternalStore } from 'react'

/** A value outside the page tree that components may watch: what is open, where we are, which commands there are. */
export function makeStore<T>(initial: T) {
  let current = initial
  const watchers = new Set<() => void>()
  const subscribe = (watcher: () => void) => {
    watchers.add(watcher)
    return () => {
      watchers.delete(watcher)
    }
  }
  return {
    get: () => current,
    set: (next: T) => {
      current = next
      for (const watcher of watchers) watcher()
    },
    use: () => useSyncExternalStore(subscribe, () => current),
  }
}
