import { sectionOf } from './sections.ts'

/** What of Setup is changed where there is no page of its own in Setup. */
const elsewhere: Readonly<Record<string, string>> = { attribution: 'What counts in attribution', backups: 'Backups' }

const areas = [
  'users',
  'queues',
  'agreement',
  'lead-statuses',
  'duplicate-rules',
  'campaign-types',
  'conversion',
  'opportunity-stages',
  'attribution',
  'web-forms',
  'return-addresses',
  'form-limits',
  'connected-apps',
  'web-hooks',
  'organization',
  'objects',
  'fields',
  'backups',
] as const
export type Area = (typeof areas)[number]

export const isArea = (word: unknown): word is Area => areas.some((area) => area === word)

export const areaLabels = Object.fromEntries(
  areas.map((area) => [area, elsewhere[area] ?? sectionOf(area)?.title ?? area]),
) as Readonly<Record<Area, string>>

type Value = Readonly<{ name: string; from: string | null; to: string | null }>

export type SetupChange = Readonly<{
  Id: string
  at: string
  by: Readonly<{ Id: string; Name: string | null }> | null
  area: Area
  what: string
  act: string
  name: string | null
  count: number
  values: readonly Value[]
}>

export type SetupChangePage = Readonly<{ changes: readonly SetupChange[]; next: string | null }>

/** 'Custom field created', 'Users deactivated'. */
export function doneTo({ what, act, count }: SetupChange): string {
  const thing = (things[what] ?? what).replaceAll('_', ' ')
  const many = count > 1 ? `${thing}s`.replace(/ss$/, 'ses') : thing
  return `${many.charAt(0).toUpperCase()}${many.slice(1)} ${(acts[act] ?? act).replaceAll('_', ' ')}`
}

const things: Readonly<Record<string, string>> = {
  webhook: 'web hook',
  settings: 'settings',
  custom_object: 'object',
  form_limit: 'form limits',
  attribution: 'what counts',
  conversion_mapping: 'conversion fields',
}

const acts: Readonly<Record<string, string>> = {
  in_force: 'came into force',
  second_step_on: 'set up a second step at sign-in',
  second_step_off: 'turned the second step at sign-in off',
  second_step_removed: 'lost the second step at sign-in',
  joined: 'got members',
  left: 'lost members',
}

/** 'Currency: USD → EUR'. */
export const valueWords = ({ name, from, to }: Value): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${from ?? 'nothing'} → ${to ?? 'nothing'}`
