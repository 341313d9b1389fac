import { fieldNamed, type ObjectDefinition } from '../../ground/objects/definition.ts'
import { dateColumn } from '../imports/reading/reading.ts'

export type DateOrder = 'dmy' | 'mdy'

/** How people of a country (ISO 3166, two letters) write dates with the year last, as Unicode's CLDR knows it. */
export function dateOrderOf(country: string): DateOrder {
  const parts = new Intl.DateTimeFormat(`en-${country}`).formatToParts(0).map(({ type }) => type)
  return parts.find((type) => type === 'day' || type === 'month' || type === 'year') === 'month' ? 'mdy' : 'dmy'
}

/**
 * The dates of a post as visitors write them (`11/22/2026`, `22.11.2026`, `22 November 2026`), by field, as the API takes
 * them. A date that can be read in one way only settles the others of its post; else the given order holds. Whatever is
 * no date is left out: as it was written it is refused, with its reason.
 */
export function datesRead(
  definition: ObjectDefinition,
  lead: Readonly<Record<string, string | boolean>>,
  order: DateOrder,
): Readonly<Record<string, string>> {
  const written = Object.entries(lead).flatMap(([name, text]) => {
    const type = fieldNamed(definition, name)?.type
    return typeof text === 'string' && isWritten(text) && (type === 'date' || type === 'datetime')
      ? [{ name, text, type }]
      : []
  })
  const sample = written.map(({ text }) => text)
  return Object.fromEntries(
    written.flatMap(({ name, text, type }) => {
      const read = dateColumn(type, sample, { order }).read(text)
      return typeof read === 'string' ? [[name, read]] : []
    }),
  )
}

/** Bare digits are no date that people write. */
const isWritten = (text: string): boolean => /\d\D+\d/.test(text)
