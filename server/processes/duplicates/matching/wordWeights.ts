import type { CompanyName } from '../../../ground/people/company.ts'
import type { OtherText } from '../traits.ts'
import { tellingWords } from '../../../ground/people/longTexts.ts'
import { isMistyped } from '../likeness.ts'
import type { Weights, WordWeights } from './longLikeness.ts'
import { otherField } from './otherTexts.ts'

interface Worded {
  readonly others: readonly OtherText[]
  readonly name?: CompanyName | undefined
}

/** Weighs the words of company names, and of all columns that hold long texts, by how many of these records have them. */
export function weightsOf(records: readonly Worded[]): Weights {
  return { ...nameWeights(records), ...textWeights(records) }
}

/** The same name twice is a company that is there twice, so that different names count. */
function nameWeights(records: readonly Worded[]): Weights {
  const names = new Set(records.flatMap(({ name }) => (name === undefined ? [] : [name.core])))
  if (names.size === 0) return {}
  const counts = new Map<string, number>()
  for (const name of names) for (const word of new Set(name.split(' '))) counts.set(word, (counts.get(word) ?? 0) + 1)
  const weight = (count: number): number => Math.log2((names.size + 1) / count)
  return {
    name: { known: new Map(counts.entries().map(([word, count]) => [word, weight(count)])), rarest: weight(1) },
  }
}

function textWeights(records: readonly Worded[]): Weights {
  const counts = new Map<string, Counted>()
  for (const { others } of records)
    for (const [name, , words] of others)
      if (words !== undefined)
        countWords(
          counts.getOrInsertComputed(otherField(name), () => ({ texts: 0, words: new Map() })),
          words,
        )
  return Object.fromEntries(counts.entries().map(([field, counted]) => [field, weighed(counted)]))
}

/** Weighs the words of a column whose short texts count as long ones do. */
export function columnWeights(records: readonly Worded[], column: string): WordWeights {
  const counted: Counted = { texts: 0, words: new Map() }
  for (const { others } of records)
    for (const [name, text, words] of others) if (name === column) countWords(counted, words ?? tellingWords(text))
  return { ...weighed(counted), areAllLong: true }
}

interface Counted {
  texts: number
  readonly words: Map<string, number>
}

function countWords(counted: Counted, words: readonly string[]): void {
  counted.texts += 1
  for (const word of words) counted.words.set(word, (counted.words.get(word) ?? 0) + 1)
}

/** A word this rare may be a common one mistyped: so many times as common, and written so nearly alike. */
const [RARE, MUCH_MORE_COMMON] = [2, 20]

function weighed({ texts, words }: Counted): WordWeights {
  // The first letter of a word is mistaken least (Pollock and Zamora 1984).
  const common = Map.groupBy(
    [...words].filter(([word, count]) => count >= MUCH_MORE_COMMON && word.length > 4),
    ([word]) => word[0],
  )
  const meant = (word: string, count: number): number =>
    count > RARE || word.length < 5
      ? count
      : (common
          .get(word[0])
          ?.find(([other, more]) => more >= count * MUCH_MORE_COMMON && isMistyped(word, other))?.[1] ?? count)
  return {
    known: new Map(words.entries().map(([word, count]) => [word, Math.log2((texts + 1) / meant(word, count))])),
    rarest: Math.log2(texts + 1),
  }
}
