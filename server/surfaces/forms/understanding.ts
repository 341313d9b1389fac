import { decodeId, objectOfId } from '../../../shared/ids.ts'
import { fieldNamed, type Field, type ObjectDefinition } from '../../ground/objects/definition.ts'
import { emailDomain, isDepartmentEmail, normaliseEmail } from '../../ground/people/email.ts'
import { splitFullName } from '../../ground/people/name.ts'
import type { SentField } from './decoding.ts'
import { controlNames, leadFieldOf, namesOfNoUse, openFields } from './fieldNames.ts'
import { datesRead, type DateOrder } from './writtenDates.ts'

/** What a post means: the lead it describes, and what it asks for besides. */
export type Understanding = {
  readonly lead: Readonly<Record<string, string | boolean>>
  readonly control: Readonly<Record<keyof typeof controlNames, string>>
  readonly isDebug: boolean
  /** Names that mean nothing here, as they were written. */
  readonly unknown: readonly string[]
}

/** Names of custom fields by the id of each. */
export type CustomFieldNames = ReadonlyMap<number, string>

export const NOT_PROVIDED = '[not provided]'

/** Finds the lead's field behind each name sent, in any letter case. Says nothing about whether the values fit. */
export function understand(
  definition: ObjectDefinition,
  customNames: CustomFieldNames,
  sent: readonly SentField[],
  order: DateOrder,
): Understanding {
  const lead: Record<string, string | boolean> = {}
  const control = Object.fromEntries(Object.keys(controlNames).map((key) => [key, ''])) as Record<
    keyof typeof controlNames,
    string
  >
  const unknown: string[] = []
  for (const { name, value } of sent) {
    const steers = steeredBy(name)
    const field = steers === undefined ? fieldOf(definition, customNames, name) : undefined
    if (steers === 'sessions') control.sessions = [control.sessions, value.trim()].filter(Boolean).join(';')
    else if (steers !== undefined) control[steers] ||= value.trim()
    else if (field !== undefined) fill(lead, field, value)
    else if (!namesOfNoUse.has(name.toLowerCase()) && name !== '') unknown.push(name)
  }
  return {
    lead: { ...lead, ...datesRead(definition, lead, order) },
    control,
    isDebug: /^(1|true|on)$/i.test(control.debug),
    unknown,
  }
}

const steering = new Map<string, keyof typeof controlNames>(
  Object.entries(controlNames).map(([key, name]) => [name, key as keyof typeof controlNames]),
)

const steeredBy = (name: string): keyof typeof controlNames | undefined => steering.get(name.toLowerCase())

/** The lead field a form means by a name; undefined for what no form may fill. */
export function fieldOf(definition: ObjectDefinition, customNames: CustomFieldNames, name: string): Field | undefined {
  const standard = leadFieldOf.get(name.toLowerCase())
  if (standard !== undefined) return fieldNamed(definition, standard)
  const id = /^00N/i.test(name) ? decodeId(name) : undefined
  const byId = id !== undefined && objectOfId(id) === 'CustomField' ? customNames.get(id) : undefined
  const field = fieldNamed(definition, byId ?? name)
  // A reference would tell a stranger which records exist.
  if (field === undefined || field.type === 'reference') return undefined
  return field.custom === true || openFields.has(field.name) ? field : undefined
}

/** The first value holds, except that a list of choices takes them all, and one tick is a tick. */
function fill(lead: Record<string, string | boolean>, field: Field, value: string): void {
  const before = lead[field.name]
  if (field.type === 'boolean') lead[field.name] = before === true || isTick(value) || notATick(value)
  else if (field.type === 'multipicklist')
    lead[field.name] = typeof before === 'string' && before !== '' ? `${before};${value}` : value
  else if (before === undefined || before === '') lead[field.name] = isNumeric(field) ? plainNumber(value) : value
}

const TICKS = new Set(['1', 'on', 'yes', 'true', 'checked', 'y'])
const NO_TICKS = new Set(['', '0', 'off', 'no', 'false', 'n'])

const isTick = (value: string): boolean => TICKS.has(value.trim().toLowerCase())

/** A box with a value of its own is ticked as well: browsers send only those that are. */
const notATick = (value: string): boolean => !NO_TICKS.has(value.trim().toLowerCase())

const isNumeric = ({ type }: Field): boolean =>
  type === 'int' || type === 'double' || type === 'currency' || type === 'percent'

// No number is as long; to look for the currency at the end of a million blanks would take the program minutes.
const LONGEST_NUMBER = 60

/** `$1,250,000` as 1250000; whatever is not certain stays as it is, and is refused with its reason. */
function plainNumber(text: string): string {
  const typed = text.trim()
  if (typed.length > LONGEST_NUMBER) return typed
  const bare = typed.replace(/^[$€£¥]\s*|\s*([$€£¥]|USD|EUR|GBP)$/g, '')
  return /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(',', '') : bare
}

/**
 * The lead with what a form may leave out: a company says '[not provided]' as the field's tools do, a missing
 * last name comes from the full name or the e-mail address, a source from the form or 'Web'.
 */
export function completed(
  lead: Understanding['lead'],
  sent: readonly SentField[],
  source: string | null,
): Record<string, string | boolean> {
  const filled: Record<string, string | boolean> = { ...lead }
  if (isBlank(filled.Company)) filled.Company = NOT_PROVIDED
  if (isBlank(filled.LeadSource)) filled.LeadSource = source ?? 'Web'
  if (!isBlank(filled.LastName)) return filled
  const full = sent.find(({ name }) => /^(full_?)?name$/i.test(name))?.value.trim() ?? ''
  const name = full === '' ? nameInEmail(String(filled.Email ?? '')) : splitFullName(full)
  if (name === undefined) return filled
  return {
    ...filled,
    LastName: name.lastName,
    ...(name.firstName !== undefined && isBlank(filled.FirstName) ? { FirstName: name.firstName } : {}),
  }
}

const isBlank = (value: string | boolean | undefined): boolean =>
  value === undefined || (typeof value === 'string' && value.trim() === '')

// RFC 5321, 4.5.3.1.3.
const LONGEST_EMAIL = 254

/** `ada.okafor@…` is Ada Okafor, `okafor@…` is Okafor; an address a department reads names nobody. */
function nameInEmail(text: string): { readonly firstName?: string; readonly lastName: string } | undefined {
  const email = normaliseEmail(text)
  if (email.length > LONGEST_EMAIL || emailDomain(email) === '' || isDepartmentEmail(email)) return undefined
  const words =
    email
      .slice(0, email.lastIndexOf('@'))
      .split('+')[0]
      ?.split(/[._-]+/)
      .map((word) => word.replace(/\d+$/, ''))
      .filter((word) => word !== '') ?? []
  const last = words.at(-1)
  if (last === undefined) return undefined
  const first = words.length > 1 ? words[0] : undefined
  return {
    lastName: capital(last).slice(0, 80),
    ...(first === undefined ? {} : { firstName: capital(first).slice(0, 40) }),
  }
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
