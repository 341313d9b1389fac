import type { AccountTraits, PersonTraits } from '../traits.ts'
import type { Shares } from './model.ts'
import { otherField } from './otherTexts.ts'

/** The values of a record for which it matters how common they are, by the field of the model. */
export type TermsOf<Traits> = (traits: Traits) => readonly (readonly [field: string, term: string])[]

const texts = (others: PersonTraits['others']): (readonly [string, string])[] =>
  others.flatMap(([name, text, words]) => (words === undefined ? [[otherField(name), text] as const] : []))

/** A company's domain among the names of companies: a domain that thousands have says as little as a name they have. */
export const domainTerm = (domain: string): string => `@${domain}`

export const termsOfPerson: TermsOf<PersonTraits> = (person) =>
  [
    ['firstName', person.firstName] as const,
    ['lastName', person.lastName] as const,
    ['company', person.company?.joined ?? ''] as const,
    ['company', person.domain && domainTerm(person.domain)] as const,
    ['email', person.email] as const,
    ['phone', person.mobile || person.phone] as const,
    ['place', person.address.postalCode] as const,
    ['place', person.address.city] as const,
    ['street', person.address.street] as const,
    ['birthdate', person.birthdate] as const,
    ...texts(person.others),
  ].filter(([, term]) => term !== '')

export const termsOfAccount: TermsOf<AccountTraits> = (account) =>
  [
    ['name', account.name?.joined ?? ''] as const,
    ['domain', account.domain] as const,
    ['phone', account.phone] as const,
    ['place', account.address.postalCode] as const,
    ['place', account.address.city] as const,
    ['street', account.address.street] as const,
    ...texts(account.others),
  ].filter(([, term]) => term !== '')

/** Counts of values by field, gathered record by record. */
export interface Counts {
  readonly records: number
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, number>>
}

export function countTerms<Traits>(records: Iterable<Traits>, termsOf: TermsOf<Traits>): Counts {
  const fields = new Map<string, Map<string, number>>()
  let seen = 0
  for (const record of records) {
    seen++
    for (const [field, term] of termsOf(record)) {
      const counts = fields.getOrInsertComputed(field, () => new Map<string, number>())
      counts.set(term, (counts.get(term) ?? 0) + 1)
    }
  }
  return { records: seen, fields }
}

/** What a field needs before its counts say anything of what is common. */
const FEWEST = 100

/** Of so many times as many records, counts show what is common and not how rare the rest is. */
const MUCH_MORE = 2

/**
 * The share of a value that is not kept, where the counts are of a sample: what was seen once may be far rarer than one in as
 * many as were seen. How many were seen twice tells how rare (Good and Turing 1953); what was seen more often is as common as it was.
 */
function shareOfUncommon(left: readonly number[], all: readonly (readonly [string, number])[], total: number): number {
  const seen = (times: number): number => all.reduce((sum, [, count]) => sum + Number(count === times), 0)
  const once = (2 * (seen(2) + 1)) / (Math.max(1, seen(1)) * total)
  let [texts, sum] = [0, 0]
  for (const count of left) {
    texts += count
    sum += count === 1 ? Math.min(once, 1 / total) : (count * count) / total
  }
  return texts === 0 ? once : sum / texts
}

/**
 * Shares of the values, of the `most` most common a field; what is seen once or twice counts as other. `perPerson` is how
 * many records one person has on average: a rare name that three records of one person bear is no common name.
 */
export function sharesOf(
  counts: Counts,
  { most, perPerson, size = counts.records }: { most: number; perPerson: number; size?: number },
): Record<string, Shares> {
  const shares: Record<string, Shares> = {}
  for (const [field, counted] of counts.fields) {
    const total = counted.values().reduce((sum, count) => sum + count, 0)
    if (total < FEWEST) continue
    const corrected = (count: number): number => Math.max(1, count / perPerson) / (total / perPerson)
    const byCount = [...counted].toSorted(([, a], [, b]) => b - a)
    const kept = byCount.slice(0, most).filter(([, count]) => count > perPerson)
    const left = byCount.slice(kept.length).map(([, count]) => count)
    const usual = corrected(Math.max(1, left.reduce((sum, count) => sum + count, 0) / Math.max(1, left.length)))
    const isSampled = size > counts.records * MUCH_MORE
    shares[field] = {
      known: new Map(kept.map(([term, count]) => [term, corrected(count)])),
      other: isSampled ? Math.min(usual, Math.max(1 / size, shareOfUncommon(left, byCount, total))) : usual,
      // Drawn twice at random, leaving out that the same record is drawn twice.
      ofTwo: byCount.reduce((sum, [, count]) => sum + corrected(count) ** 2, 0),
    }
  }
  return shares
}
