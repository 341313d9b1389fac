import { useSession } from '../api/session.ts'

/** Why somebody may not see what programs are told; undefined for administrators. */
export function useReasonAgainstHooks(): string | undefined {
  const { permissions, user } = useSession()
  return permissions.includes('set_up')
    ? undefined
    : `Administrators keep this page, because web hooks carry records out of Assay. Your role (${user.RoleLabel}) does not see it.`
}
