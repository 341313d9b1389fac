import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import { keys } from './queries.ts'

export type Role = 'administrator' | 'marketing' | 'vetter' | 'sales' | 'manager' | 'read-only'

/** Who is signed in. `permissions` are words such as 'leads.convert'; what may be done with an object stands in its describe. */
export type User = Readonly<{
  Id: string
  Name: string
  Email: string
  Role: string
  permissions: readonly string[]
  org: Readonly<{ name: string; currency: string }>
}>

/** Who am I: throws ApiError 401 for nobody. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async ({ signal }) => readUser(await api.get<unknown>('/session', { signal })),
  staleTime: 5 * 60_000,
})

/** The person at the screen; only below the signed-in part of the route map. */
export const useSession = (): User => useSuspenseQuery(sessionQuery).data

/** Signs in; everything known from before is forgotten. Refusals: 401, and 429 with retryAfterSeconds. */
export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (who: { email: string; password: string }) => readUser(await api.post<unknown>('/session', who)),
    onSuccess: (user) => {
      client.clear()
      client.setQueryData(keys.session, user)
    },
  })
}

/** Signs out, and leaves nothing of the person's records in the browser's memory. */
export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.delete<undefined>('/session'),
    onSuccess: () => {
      client.clear()
      globalThis.location.assign('/sign-in')
    },
  })
}

type Loose = Readonly<Record<string, unknown>>
const part = (raw: unknown): Loose => (typeof raw === 'object' && raw !== null ? (raw as Loose) : {})
const words = (raw: unknown): readonly string[] => (Array.isArray(raw) ? raw.map(String) : [])

function readUser(answer: unknown): User {
  const whole = part(answer)
  const user = part(whole['user'])
  const org = part(whole['org'] ?? user['org'])
  const text = (...names: readonly string[]) => String(names.map((name) => user[name]).find((value) => value != null) ?? '')
  return {
    Id: text('Id', 'id'),
    Name: text('Name', 'name', 'Email', 'email'),
    Email: text('Email', 'email'),
    Role: text('Role', 'role'),
    permissions: words(user['permissions'] ?? whole['permissions']),
    org: { name: String(org['name'] ?? 'Assay'), currency: String(org['currency'] ?? 'USD') },
  }
}
