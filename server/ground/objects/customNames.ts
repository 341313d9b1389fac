import { Refusal } from '../../platform/errors.ts'

/** Names of an org's own objects and fields, by the rule of the field's tools. */

const LONGEST = 40
const SHAPE = /^[A-Za-z](?:_?[A-Za-z0-9])*$/

/** Platform events end in `__e`, what has records in `__c`. */
export const isEventName = (name: string): boolean => /__e$/i.test(name)

/**
 * The API name behind what somebody wrote, or behind a label: `Machine park` → `Machine_park__c`. It starts with a letter, has
 * letters, digits and single underscores, at most 40 of them, and ends in `__c` (in `__e` what is an event), so that no word of any
 * language is ever meant.
 */
export function customName(
  kind: 'field' | 'object',
  { name, label, isEvent = isEventName(name?.trim() ?? '') }: { name?: string; label: string; isEvent?: boolean },
): string {
  const ending = kind === 'object' && isEvent ? '__e' : '__c'
  const base = name === undefined ? fromLabel(label) : name.trim().replace(new RegExp(`${ending}$`, 'i'), '')
  if (SHAPE.test(base) && base.length <= LONGEST) return `${base}${ending}`
  const shown = (name ?? label).slice(0, 80)
  throw new Refusal(
    `invalid_${kind}_name`,
    `'${shown}' cannot be the name of ${kind === 'field' ? 'a field' : 'an object'}: it starts with a letter, has letters, digits and single underscores, at most ${LONGEST} of them, and ends in __c.`,
    { field: 'name', value: shown, rule: 'Names are letters, digits and single underscores.' },
  )
}

const fromLabel = (label: string): string =>
  label
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, LONGEST)
    .replace(/_+$/, '')

/** What a record calls those that point to it, checked: `Invoices`, without the `__r` it bears in queries. */
export function relationshipName(text: string): string {
  const base = text.trim().replace(/__r$/i, '')
  if (SHAPE.test(base) && base.length <= LONGEST) return base
  throw new Refusal(
    'invalid_relationship_name',
    `'${text.slice(0, 80)}' cannot be the name of a relationship: it starts with a letter and has letters, digits and single underscores, at most ${LONGEST} of them.`,
    { field: 'childRelationshipName', value: text.slice(0, 80) },
  )
}

/** The relationship's name when nobody gave one: the plural of the object, numbered where that is taken. */
export function freeRelationshipName(labelPlural: string, taken: ReadonlySet<string>): string {
  const base = fromLabel(labelPlural).slice(0, LONGEST - 3) || 'Records'
  if (!taken.has(base.toLowerCase())) return base
  for (let number = 2; ; number++) {
    const name = `${base}${number}`
    if (!taken.has(name.toLowerCase())) return name
  }
}
