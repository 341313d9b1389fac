import { decodeId, idOf } from '../../../shared/ids.ts'
import type { Draft } from '../objects/drafts.ts'
import { roles } from '../../../shared/roles.ts'

/** A user as it was sent, in this room's own words; and whether it is to be active, where that was said. */
export type UnderstoodUser = { readonly draft: Draft; readonly isActive?: boolean }

/** What is worked out of a user here, and is sent by programs because elsewhere nobody else knows it. */
const WORKED_OUT = ['Alias', 'CommunityNickname', 'EmailEncodingKey', 'LanguageLocaleKey']
const OTHER_WORDS: ReadonlySet<string> = new Set(
  [...WORKED_OUT, 'ProfileId', 'UserRoleId', 'IsActive'].map((name) => name.toLowerCase()),
)

/**
 * The field's programs say a user's role as a profile and as a place in the hierarchy; where both come, the profile decides. A
 * profile there is none of stays in the place of the role, and is refused as one.
 */
export function understoodUser(sent: Draft): UnderstoodUser {
  const said = new Map(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value]))
  if (!said.keys().some((name) => OTHER_WORDS.has(name))) return { draft: sent }
  const draft: Record<string, unknown> = Object.fromEntries(
    Object.entries(sent).filter(([name]) => !OTHER_WORDS.has(name.toLowerCase())),
  )
  const role = roleOf(said.get('profileid'), 'Profile') ?? roleOf(said.get('userroleid'), 'UserRole')
  if (role !== undefined && !said.has('role')) draft.Role = role
  const language = said.get('languagelocalekey')
  if (language !== undefined && language !== null && !said.has('localesidkey')) draft.LocaleSidKey = language
  const active = said.get('isactive')
  const isActive = switches.get(active)
  // What says neither is refused where it stands.
  if (isActive === undefined && active !== undefined && active !== null) draft.IsActive = active
  return { draft, ...(isActive === undefined ? {} : { isActive }) }
}

const switches: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  ['true', true],
  [false, false],
  ['false', false],
])

function roleOf(sent: unknown, objectName: 'Profile' | 'UserRole'): unknown {
  if (sent === undefined || sent === null || sent === '') return undefined
  const id = typeof sent === 'string' ? decodeId(sent.trim()) : sent
  return roles.find((_, at) => idOf(objectName, at + 1) === id) ?? sent
}
