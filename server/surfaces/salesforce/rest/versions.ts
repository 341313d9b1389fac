import { noResource } from '../dialect/errors.ts'

const FIRST = 30
const LAST = 66

/** The season Salesforce calls a version by: three a year, v66.0 being Spring '26. */
function labelOf(version: number): string {
  const seasons = ['Spring', 'Summer', 'Winter'] as const
  const since = version - 66
  const season = seasons[((since % 3) + 3) % 3] ?? 'Spring'
  const year = 26 + Math.floor(since / 3) + (season === 'Winter' ? 1 : 0)
  return `${season} '${year}`
}

/** Every version that is answered; clients take the last one. */
export const versions = Array.from({ length: LAST - FIRST + 1 }, (_, at) => {
  const version = FIRST + at
  return { label: labelOf(version), url: `/services/data/v${version}.0`, version: `${version}.0` }
})

const known = new Set(versions.map(({ version }) => `v${version}`))

/** The version in an address: 'v64.0' → '64.0'. Others are not there. */
export function versionIn(text: string): string {
  const lower = text.toLowerCase()
  if (known.has(lower)) return lower.slice(1)
  throw noResource()
}

const RESOURCES = [
  'tooling',
  'composite',
  'query',
  'queryAll',
  'search',
  'parameterizedSearch',
  'sobjects',
  'limits',
  'recent',
  'actions',
  'process',
  'quickActions',
  'tabs',
  'theme',
  'appMenu',
  'compactLayouts',
  'jobs',
  'analytics',
  'ui-api',
]

/** What there is under a version, by name. */
export const resourcesOf = (version: string): Record<string, string> => ({
  ...Object.fromEntries(RESOURCES.map((name) => [name, `/services/data/v${version}/${name}`])),
  identity: '/services/oauth2/userinfo',
})
