import { useEffect, useSyncExternalStore } from 'react'

export type RowMarks<T> = Readonly<{
  /** The mark of one record; undefined until it is known. Asks again when what is known is older than a minute. */
  useMark: (id: string) => T | undefined
  /** Forgets what is known, of one record or of all, because it changed. */
  forget: (id?: string) => void
}>

const FRESH_MS = 60_000

/**
 * Small facts for the rows of a grid: those asked for within one moment are loaded together, at most `most` at once, and
 * shown with one render. A query for every row would notify React a hundred times in a row.
 */
export function rowMarks<T>(
  most: number,
  load: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): RowMarks<T> {
  const known = new Map<string, Readonly<{ mark: T | undefined; until: number }>>()
  const watchers = new Set<() => void>()
  const wanted = new Set<string>()
  const tell = () => {
    for (const watcher of watchers) watcher()
  }
  const loadWanted = async () => {
    const ids = [...wanted].slice(0, most)
    for (const id of ids) wanted.delete(id)
    if (wanted.size > 0) setTimeout(() => void loadWanted(), 0)
    const found = await load(ids).catch(() => undefined)
    if (found === undefined) return
    for (const id of ids) known.set(id, { mark: found.get(id), until: Date.now() + FRESH_MS })
    tell()
  }
  const ask = (id: string) => {
    if ((known.get(id)?.until ?? 0) > Date.now() || wanted.has(id)) return
    if (wanted.size === 0) setTimeout(() => void loadWanted(), 15)
    wanted.add(id)
  }
  const subscribe = (watcher: () => void) => {
    watchers.add(watcher)
    return () => {
      watchers.delete(watcher)
    }
  }
  return {
    useMark: (id) => {
      const mark = useSyncExternalStore(subscribe, () => known.get(id)?.mark)
      useEffect(() => ask(id), [id])
      return mark
    },
    forget: (id) => {
      if (id === undefined) known.clear()
      else known.delete(id)
    },
  }
}
