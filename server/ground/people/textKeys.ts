import { companyName } from './company.ts'
import type { AccountFacts, PersonFacts } from './facts.ts'
import { folded } from './folding.ts'
import { firstNameParts, hashed, lastNameParts } from './keyParts.ts'
import { tellingWords, wordsOfLong } from './longTexts.ts'
import { skeleton } from './skeleton.ts'

/** A row of twenty long texts is found by the words of its first ones as well, and takes no room for thousands of keys. */
const MOST_WORD_KEYS = 64

/**
 * Keys of what is known besides the usual fields, for a run over a file: each text by itself, which brings rows together
 * where it is rare (a number of an office, a trade), and each with a name. A run leaves out a key of more than a hundred.
 */
export function textKeys(facts: PersonFacts & AccountFacts): number[] {
  const names = namesOf(facts)
  let left = MOST_WORD_KEYS
  const columns = Object.entries(facts.others ?? {})
  // Where a list knows one text only, a short one is a long one of which most was left out.
  const isAlone = columns.length === 1 && names.length === 0
  return columns.flatMap(([column, text]) => {
    const plain = text ? folded(text) : ''
    if (plain === '') return []
    const said = `${column} ${plain}`
    const words = wordsOfLong(plain) ?? (isAlone ? tellingWords(plain) : undefined)
    if (words !== undefined) {
      const found = wordKeys(column, words).slice(0, left)
      left -= found.length
      return [hashed('t', said), ...found]
    }
    return [hashed('t', said), ...names.map((name) => hashed('u', `${said} ${name}`))]
  })
}

/** A long text is found by each of its words that is rare, and by two that stand side by side. */
const wordKeys = (column: string, words: readonly string[]): number[] =>
  words.flatMap((word, at) => {
    const next = words[at + 1]
    const pair =
      next === undefined
        ? []
        : [hashed('v', column, ...(word < next ? ([word, next] as const) : ([next, word] as const)))]
    return [hashed('w', column, skeleton(word)), ...pair]
  })

function namesOf({ firstName, lastName, name }: PersonFacts & AccountFacts): string[] {
  const first = firstName ? firstNameParts(firstName).bones : ''
  const last = lastName ? lastNameParts(lastName).bones : ''
  const company = name ? companyName(name).core.split(' ').slice(0, 2).map(skeleton) : []
  return [first, last, ...company].filter(Boolean)
}
