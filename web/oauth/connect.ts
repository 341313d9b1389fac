import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../api/client.ts'
import { ApiError } from '../api/errors.ts'
import { paths } from '../paths.ts'

/** Which app asks, for what, and whom. */
export type Asking = Readonly<{
  app: Readonly<{ name: string; description: string | null; builtIn: boolean }>
  scopes: readonly Readonly<{ scope: string; words: string }>[]
  user: Readonly<{ Name: string }>
  org: Readonly<{ name: string }>
}>

/** What the app wrote into the address it came by; undefined when the address is not whole. */
export function askedIn(search: string): Readonly<Record<string, string>> | undefined {
  const word = new URLSearchParams(search).get('request')
  if (word?.startsWith('q') !== true) return undefined
  try {
    const bytes = Uint8Array.from(atob(word.slice(1).replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    )
    return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes)))
  } catch {
    return undefined
  }
}

/** Asks the API who asks; whoever is not signed in is led to the sign-in and back. */
export function useAsking<T>(path: string, query: Readonly<Record<string, string>>, enabled: boolean) {
  const found = useQuery({
    queryKey: ['connect', path, query],
    queryFn: ({ signal }) => api.get<T>(path, { signal, query }),
    enabled,
    retry: false,
    staleTime: Infinity,
  })
  const isSignedOut = found.error instanceof ApiError && found.error.status === 401
  useEffect(() => {
    if (isSignedOut) globalThis.location.assign(signInAndBack())
  }, [isSignedOut])
  return { ...found, isPending: found.isPending || isSignedOut }
}

/** The sign-in that leads back to this very page. */
const signInAndBack = (): string => {
  const { pathname, search } = globalThis.location
  return `${paths.signIn}?${new URLSearchParams({ next: pathname + search })}`
}

/** Signs the person out, so that somebody else may sign in and answer. */
export async function signInAsAnother(): Promise<void> {
  await api.delete('/session')
  globalThis.location.assign(signInAndBack())
}
