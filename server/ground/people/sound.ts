import { doubleMetaphone } from 'double-metaphone'
import { withoutUmlauts } from './folding.ts'
import { remembered } from './remembered.ts'

const latin = /^[a-z]+$/

/**
 * How a folded word sounds (Double Metaphone, first code): Meyer, Maier and Mayr agree. A word in a script it
 * does not know, or with digits, sounds as it is written.
 */
export const sound: (word: string) => string = remembered((word) => {
  const joined = withoutUmlauts(word.replaceAll(' ', ''))
  if (!latin.test(joined)) return joined
  return doubleMetaphone(joined)[0] || joined
})
