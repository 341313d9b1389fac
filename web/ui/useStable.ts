import { useCallback, useLayoutEffect, useRef } from 'react'

/** The same function at every render, calling what was given last: for children that are remembered by their props. */
export function useStable<A extends readonly unknown[], R>(latest: (...given: A) => R): (...given: A) => R {
  const current = useRef(latest)
  useLayoutEffect(() => {
    current.current = latest
  })
  return useCallback((...given: A) => current.current(...given), [])
}
