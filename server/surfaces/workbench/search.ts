import { may, type Actor } from '../../ground/users/actor.ts'
import { definitionsOf } from '../../ground/objects/catalogue.ts'
import { isUnspaced, soughtWords, wordsOf } from '../../ground/objects/words.ts'
import type { Tx } from '../../platform/tx.ts'
import { foundRecords, searched, searchedOwn, type Found } from './search.sql.ts'

const MOST_OF_EACH = 6

/** One statement looks through all of them. */
const MOST_OWN = 50

/** Records of every kind that hold all the words, the best of each kind first. */
export async function searchEverything(tx: Tx, actor: Actor, text: string): Promise<Found[]> {
  const words = soughtWords(text)
  const own = (await definitionsOf(tx)).filter(({ number }) => number !== undefined)
  const readable = [...searched, ...own.slice(0, MOST_OWN).map(searchedOwn)].filter(({ definition }) =>
    may(actor, 'read', definition),
  )
  if (words.length === 0 || readable.length === 0) return []
  const found = new Map((await foundRecords(tx, actor, readable, words)).map((one) => [one.id, one]))
  const byObject = Map.groupBy(found.values(), ({ object }) => object)
  return readable.flatMap(({ definition }) => best(byObject.get(definition.name) ?? [], words))
}

/** Whole words before beginnings, the title before anything else, what changed lately before what did not. */
function best(found: readonly Found[], words: readonly string[]): Found[] {
  const scored = found.map((one) => ({ one, score: scoreOf(wordsOf(one.title ?? ''), words) }))
  scored.sort((a, b) => b.score - a.score || b.one.changedAtSeconds - a.one.changedAtSeconds)
  return scored.slice(0, MOST_OF_EACH).map(({ one }) => one)
}

const scoreOf = (title: readonly string[], words: readonly string[]): number =>
  words.reduce((sum, word) => sum + (title.includes(word) ? 2 : title.some((part) => isBegunBy(part, word)) ? 1 : 0), 0)

const isBegunBy = (part: string, word: string): boolean =>
  part.startsWith(word) || (isUnspaced(word) && part.includes(word))
