import { wordInFull } from './company.ts'

/** Words that stand in any text. */
const idle: ReadonlySet<string> = new Set(
  'of the and at in for on to by an de la le les des du di del della der die das und fur von et y e en el los i a'.split(
    ' ',
  ),
)

const FEWEST_WORDS = 5
const MOST_WORDS = 24

/**
 * The telling words of a folded text, each once and in full (`univ` is `university`); undefined for one that is too short to be
 * known by its words: a name, a town, a number.
 */
export function wordsOfLong(folded: string): readonly string[] | undefined {
  if (folded.length < 2 * FEWEST_WORDS) return undefined
  let blanks = 0
  for (let at = folded.indexOf(' '); at >= 0; at = folded.indexOf(' ', at + 1)) blanks++
  return blanks + 1 < FEWEST_WORDS ? undefined : tellingWords(folded)
}

/** The same for a text of any length. */
export const tellingWords = (folded: string): readonly string[] =>
  [
    ...new Set(
      folded
        .split(' ')
        .filter((word) => !idle.has(word))
        .map(wordInFull),
    ),
  ].slice(0, MOST_WORDS)
