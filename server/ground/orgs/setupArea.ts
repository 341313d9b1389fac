/** The pages of Setup: which events tell of a change made there, by their first words, and the page in the field's words. */
const areas = {
  users: { words: ['user'], section: 'Manage Users' },
  queues: { words: ['queue'], section: 'Queues' },
  agreement: { words: ['agreement'], section: 'Qualification Agreement' },
  'lead-statuses': { words: ['lead_status'], section: 'Lead Statuses' },
  'duplicate-rules': { words: ['duplicate_rule'], section: 'Duplicate Rules' },
  'campaign-types': { words: ['campaign_type'], section: 'Campaign Types' },
  conversion: { words: ['conversion_mapping'], section: 'Lead Field Mapping' },
  'opportunity-stages': { words: ['opportunity_stage'], section: 'Opportunity Stages' },
  attribution: { words: ['attribution'], section: 'Attribution' },
  'web-forms': { words: ['web_form'], section: 'Web-to-Lead' },
  'return-addresses': { words: ['return_address'], section: 'Web-to-Lead' },
  'form-limits': { words: ['form_limit'], section: 'Web-to-Lead' },
  'connected-apps': { words: ['connected_app', 'connection'], section: 'Connected Apps' },
  'web-hooks': { words: ['webhook'], section: 'Webhooks' },
  organization: { words: ['settings'], section: 'Company Information' },
  objects: { words: ['custom_object'], section: 'Custom Objects' },
  fields: { words: ['custom_field', 'value_set'], section: 'Customize Fields' },
  backups: { words: ['backup'], section: 'Data Export' },
} as const satisfies Record<string, { readonly words: readonly string[]; readonly section: string }>

export type SetupArea = keyof typeof areas

export const setupAreas = Object.keys(areas) as readonly SetupArea[]

/** The first word of an event of Setup, with the page it belongs to and that page in the field's words. */
export const setupWords = setupAreas.flatMap((area) =>
  areas[area].words.map((word) => ({ word, area, section: areas[area].section })),
)

const beginningWith = (words: readonly string[]): string => `^(${words.join('|')})\\.`

/** What the type of an event of Setup looks like: as in the index that finds them among all events. */
export const SETUP_EVENTS = beginningWith(setupWords.map(({ word }) => word))

export const eventsOfArea = (area: SetupArea): string => beginningWith(areas[area].words)

/** One value of Setup before and after, as people read it; null where there was or is none. */
export type SetupValue = { readonly name: string; readonly from: string | null; readonly to: string | null }

/** What differs between two states of a setting, by the names its page says them by. */
export const valuesChanged = (
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly SetupValue[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const [from, to] = [readable(before[name]), readable(after[name])]
    return from === to ? [] : [{ name: inWords(name), from, to }]
  })

/** 'fiscalYearStartsIn' and 'fiscal_year_starts_in' both as 'fiscal year starts in'. */
const inWords = (name: string): string =>
  name
    .replaceAll('_', ' ')
    .replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`)
    .toLowerCase()

function readable(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(String).join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
}
