import type { CompanyName } from '../../../ground/people/company.ts'
import type { OtherText } from '../traits.ts'
import type { Weights } from './longLikeness.ts'
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
  const counts = new Map<string, { texts: number; readonly words: Map<string, number> }>()
  for (const { others } of records)
    for (const [name, , words] of others) {
      if (words === undefined) continue
      const column = counts.getOrInsertComputed(otherField(name), () => ({
        texts: 0,
        words: new Map<string, number>(),
      }))
      column.texts += 1
      for (const word of words) column.words.set(word, (column.words.get(word) ?? 0) + 1)
    }
  return Object.fromEntries(
    counts.entries().map(([field, { texts, words }]) => [
      field,
      {
        known: new Map(words.entries().map(([word, count]) => [word, Math.log2((texts + 1) / count)])),
        rarest: Math.log2(texts + 1),
      },
    ]),
  )
}
