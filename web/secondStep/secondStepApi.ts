import { type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { useMutation } from '../api/mutation.ts'
import { sessionQuery } from '../api/session.ts'
import { useAnswer } from '../setup/setupApi.ts'

const PATH = '/session/second-step'

export type SecondStepState = Readonly<{
  /** Null: the sign-in asks for no code. */
  since: string | null
  recoveryCodesLeft: number
  /** Whether the organization wants one of this role. */
  isNeeded: boolean
}>

export type Begun = Readonly<{ secret: string; address: string }>

type Codes = Readonly<{ recoveryCodes: readonly string[] }>

export const useSecondStep = () => useAnswer<SecondStepState>(PATH)

/** Begins to set up an app. Refusals: a wrong password stands at the field `currentPassword`. */
export const useBegin = () =>
  useMutation({ mutationFn: (currentPassword: string) => api.post<Begun>(PATH, { currentPassword }) })

/** Turns it on with a first code; answers the recovery codes. Refusals stand at the field `code`. */
export const useConfirm = () => useChange((code: string) => api.post<Codes>(`${PATH}/confirmation`, { code }))

export const useRenewRecoveryCodes = () =>
  useChange((code: string) => api.post<Codes>(`${PATH}/recovery-codes`, { code }))

export const useTurnOff = () => useChange((code: string) => api.post<undefined>(`${PATH}/removal`, { code }))

function useChange<Answer>(change: (code: string) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['setup', PATH] })
      // Whoever was let no further than here is let in by what the session says now.
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
    },
  })
}

const OF_OTHERS = ['second steps'] as const

/** Of so many the API answers at once. */
const MOST_ASKED = 200

/** Who of these users signs in with a second step, by their ids; for who keeps users. */
export const useSecured = (userIds: readonly string[]): ReadonlySet<string> =>
  useQueries({
    queries: Array.from({ length: Math.ceil(userIds.length / MOST_ASKED) }, (_, at) => {
      const ids = userIds.slice(at * MOST_ASKED, (at + 1) * MOST_ASKED).join(',')
      return {
        queryKey: [...OF_OTHERS, ids],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          api.get<{ ids: readonly string[] }>('/users/second-steps', { query: { ids }, signal }),
      }
    }),
    combine: (answers) => new Set(answers.flatMap(({ data }) => data?.ids ?? [])),
  })

/** Takes the second step of somebody else away; for who keeps users. */
export async function removeSecondStep(client: QueryClient, userId: string): Promise<void> {
  await api.delete(`/users/${userId}/second-step`)
  await client.invalidateQueries({ queryKey: OF_OTHERS })
}
