import { useSession } from '../api/session.ts'

/** Why somebody may not see what programs may and do; undefined for administrators. */
export function useReasonAgainstApps(): string | undefined {
  const { permissions, user } = useSession()
  return permissions.includes('set_up')
    ? undefined
    : `Administrators keep this page, because it says what programs may do. Your role (${user.RoleLabel}) does not see it; programs you let in yourself stand under API tokens.`
}
