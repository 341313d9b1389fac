import type { Role } from '../../shared/roles.ts'

export type Flow = 'authorization_code' | 'device' | 'password' | 'client_credentials' | 'jwt_bearer'

export type ConnectedAppRow = Readonly<{
  Id: string
  name: string
  description: string | null
  clientId: string
  hasSecret: boolean
  needsSecret: boolean
  rotatesRefreshTokens: boolean
  certificate: Readonly<{ subject: string; validTo: string; fingerprint: string }> | null
  callbackUrls: readonly string[]
  scopes: readonly string[]
  flows: readonly Flow[]
  runAsId: string | null
  runAsName: string | null
  approvedRoles: readonly Role[]
  builtIn: boolean
  enabled: boolean
  users: number
  lastUsedAt: string | null
}>

/** What the form holds; `certificate` is what was pasted now, empty when it stays as it is. */
export type AppDraft = Readonly<{
  name: string
  description: string
  flows: readonly Flow[]
  callbackUrls: string
  scopes: readonly string[]
  needsSecret: boolean
  rotatesRefreshTokens: boolean
  certificate: string
  runAsId: string | null
  approvedRoles: readonly Role[]
}>

export const APPS = '/connected-apps'

export const newApp: AppDraft = {
  name: '',
  description: '',
  flows: ['authorization_code'],
  callbackUrls: '',
  scopes: ['api', 'refresh_token', 'id', 'web'],
  needsSecret: true,
  rotatesRefreshTokens: false,
  certificate: '',
  runAsId: null,
  approvedRoles: [],
}

export const draftOf = (app: ConnectedAppRow): AppDraft => ({
  name: app.name,
  description: app.description ?? '',
  flows: app.flows,
  callbackUrls: app.callbackUrls.join('\n'),
  scopes: app.scopes,
  needsSecret: app.needsSecret,
  rotatesRefreshTokens: app.rotatesRefreshTokens,
  certificate: '',
  runAsId: app.runAsId,
  approvedRoles: app.approvedRoles,
})

/** The draft as the API takes it; of an app that comes with Assay only what may be chosen. */
export function bodyOf(draft: AppDraft, app: ConnectedAppRow | undefined) {
  if (app?.builtIn === true) return { scopes: draft.scopes, flows: draft.flows }
  const { certificate, description, callbackUrls, ...rest } = draft
  return {
    ...rest,
    description: description.trim() === '' ? null : description.trim(),
    callbackUrls: callbackUrls
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
    ...(certificate.trim() === '' ? {} : { certificate }),
  }
}

/** How a program signs in, in words for who sets it up. */
export const flowWords: Readonly<Record<Flow, { label: string; help: string }>> = {
  authorization_code: {
    label: 'In the browser',
    help: 'Users are asked here, and go back to the program. Right for most.',
  },
  device: { label: 'On a device', help: 'For programs without a browser: users type a code they are shown.' },
  client_credentials: { label: 'By itself', help: 'As one user you choose, with nothing but its secret.' },
  jwt_bearer: { label: 'By certificate', help: 'For users of roles you approve, without asking them.' },
  password: { label: 'By user name and password', help: 'Only for old tools: the program sees the password.' },
}

export const flowOrder = Object.keys(flowWords) as readonly Flow[]

export const scopeWords: Readonly<Record<string, string>> = {
  api: 'Use the API: see and change what the user may',
  web: 'Open Assay in the browser as the user',
  full: 'Everything: API and browser',
  refresh_token: 'Stay signed in until somebody ends it',
  id: 'See who the user is',
  openid: 'See who the user is, by OpenID',
  profile: 'See name, time zone and language',
  email: 'See the e-mail address',
}

export const scopeOrder: readonly string[] = Object.keys(scopeWords)
