/** What a user allows a connected app, in the words of the field's tools. */
export type AppScope = 'api' | 'web' | 'full' | 'refresh_token' | 'id' | 'openid' | 'profile' | 'email'

/** Every scope with what it means, as a user is asked. */
export const scopeWords: Record<AppScope, string> = {
  api: 'See, add, change and delete what you may, by the API',
  web: 'Open Assay in the browser as you',
  full: 'Everything you may do by the API and in the browser',
  refresh_token: 'Stay signed in until you or an administrator end it',
  id: 'See who you are',
  openid: 'See who you are',
  profile: 'See your name, time zone and language',
  email: 'See your e-mail address',
}

// What knows its own words is in their order.
export const appScopes = Object.keys(scopeWords) as readonly AppScope[]

const isAppScope = (word: string): word is AppScope => Object.hasOwn(scopeWords, word)

/** Scopes by the words clients send. Words nobody here knows are left out, as RFC 6749 3.3 allows: the answer names what was given. */
export const scopesIn = (words: readonly string[]): readonly AppScope[] => [
  ...new Set(words.map((word) => (word === 'offline_access' ? 'refresh_token' : word)).filter(isAppScope)),
]

/** Whether an app that has some scopes may ask for these: `full` holds every other but to stay signed in. */
export const mayAskFor = (allowed: readonly string[], wanted: readonly AppScope[]): boolean =>
  wanted.every((scope) => allowed.includes(scope) || (allowed.includes('full') && scope !== 'refresh_token'))

export const mayUseApi = (scopes: readonly string[]): boolean => scopes.includes('api') || scopes.includes('full')

export const mayOpenWeb = (scopes: readonly string[]): boolean => scopes.includes('web') || scopes.includes('full')

export const maySeeEmail = (scopes: readonly string[]): boolean =>
  ['email', 'id', 'profile', 'api', 'full'].some((scope) => scopes.includes(scope))

/**
 * An app may set up what its user may, as the field's tools do; it never acts in person (tokens, sessions, other apps),
 * so that whoever ends it has ended everything.
 */
export const SCOPES_OF_APPS: readonly string[] = ['read', 'write', 'set_up']

/** The same in the words of our own tokens. */
export const scopesOfTokens = (scopes: readonly string[]): readonly string[] =>
  mayUseApi(scopes) ? SCOPES_OF_APPS : []
