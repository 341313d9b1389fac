import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMutation } from '../api/mutation.ts'
import { api, type QueryValue } from '../api/client.ts'
import type { Capability } from '../../shared/roles.ts'
import { useSession } from '../api/session.ts'

const keyOf = (path: string, query: Readonly<Record<string, QueryValue>> = {}) => ['setup', path, query] as const

/** What an address of the API answers: `useAnswer<Settings>('/settings')`. Whoever may not read it does not ask: `enabled`. */
export const useAnswer = <T>(path: string, query: Readonly<Record<string, QueryValue>> = {}, enabled = true) =>
  useQuery({ queryKey: keyOf(path, query), queryFn: ({ signal }) => api.get<T>(path, { signal, query }), enabled })

/** A call that changes something; what the given addresses answered is asked anew afterwards. */
export function useCall<Given = void, Answer = unknown>(
  call: (given: Given) => Promise<Answer>,
  ...stale: readonly string[]
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: call,
    onSuccess: async () => {
      await Promise.all(stale.map((path) => client.invalidateQueries({ queryKey: ['setup', path] })))
    },
  })
}

/** Why the person may read a page but not change it, as a sentence; undefined when they may. */
export function useReason(capability: Capability, act: string): string | undefined {
  const { permissions, user } = useSession()
  if (permissions.includes(capability)) return undefined
  return `You may read this page. To ${act} takes another role than yours (${user.RoleLabel}); ask an administrator if your work needs it.`
}
