import { queryOptions, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { Capability, Role } from '../../shared/roles.ts'
import { useMutation } from './mutation.ts'
import { api } from './client.ts'
import { keys } from './queries.ts'

export type Acts = Readonly<{ read: boolean; create: boolean; edit: boolean; delete: boolean }>

/** Who is signed in, what they may do, and the org's first facts. */
export type Session = Readonly<{
  user: Readonly<{
    Id: string
    Name: string
    Email: string
    Username: string
    Role: Role
    RoleLabel: string
    /** IANA; null: that of the browser. */
    TimeZoneSidKey: string | null
  }>
  permissions: readonly Capability[]
  may: Readonly<Record<string, Acts>>
  /** The organization wants a second step of sign-in; until it is set up nothing else is answered. */
  isLackingSecondStep: boolean
  org: Readonly<{ Id: string; name: string; currency: string; country: string | null }>
}>

/** Who am I: throws ApiError 401 for nobody. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: ({ signal }) => api.get<Session>('/session', { signal }),
  staleTime: 5 * 60_000,
})

/** The person at the screen; only below the signed-in part of the route map. */
export const useSession = (): Session => useSuspenseQuery(sessionQuery).data

/** Signs in. Refusals: 401 (`code_needed`: the password was right), and 429 with retryAfterSeconds. */
export const useSignIn = () =>
  useOpening((who: { email: string; password: string; code?: string }) => api.post<Session>('/session', who))

/** Takes up an invitation with a password, which signs in. */
export const useAcceptInvitation = () =>
  useOpening((given: { token: string; password: string; code?: string }) =>
    api.post<Session>('/invitations/accept', given),
  )

/** Whether nobody has begun here yet. */
export const useIsFirstRun = (): boolean =>
  useQuery({
    queryKey: ['first run'],
    queryFn: ({ signal }) => api.get<{ isAwaited: boolean }>('/setup/administrator', { signal }),
  }).data?.isAwaited === true

export type Administrator = Readonly<{
  token: string
  orgName: string
  country: string
  currency: string
  name: string
  email: string
  password: string
}>

/** The first run: makes the org's administrator with the printed link, which signs in. */
export const useCreateAdministrator = () =>
  useOpening((given: Administrator) => api.post<Session>('/setup/administrator', given))

/** Whatever opens a session; everything known from before is forgotten. */
function useOpening<T>(open: (given: T) => Promise<Session>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: open,
    onSuccess: (session) => {
      client.clear()
      client.setQueryData(keys.session, session)
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

/** Why the person may not do something, for a disabled button; undefined when they may. */
export const reasonAgainst = (session: Session, capability: Capability, act: string): string | undefined =>
  session.permissions.includes(capability)
    ? undefined
    : `Your role (${session.user.RoleLabel}) may not ${act}. Ask an administrator if your work needs it.`
