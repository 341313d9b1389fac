import type { OtherText } from '../traits.ts'
import type { Weights } from './longLikeness.ts'
import { otherField } from './otherTexts.ts'

/** Weighs the words of all columns that hold long texts, by how many of these records have them. */
export function weightsOf(records: readonly { readonly others: readonly OtherText[] }[]): Weights {
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
