/** What each plain letter adds, by its code: letters that are mistaken for each other, in speech or between alphabets, become one. */
const classes = new Map(
  Object.entries({ b: 'b', d: 't', f: 'f', g: 'k', j: 'j', k: 'k', l: 'l', m: 'm', n: 'n' }).concat(
    Object.entries({ p: 'b', q: 'k', r: 'r', s: 's', t: 't', v: 'f', x: 's', z: 's' }),
  ),
)
const classOf: readonly string[] = Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code)
  return classes.get(letter) ?? letter
})

const [A, C, E, G, H, I, K, N, O, P, R, S, T, U, W, Y, Z] = Array.from('aceghiknoprstuwyz', (letter) =>
  letter.charCodeAt(0),
)

const isVowel = (code: number): boolean =>
  code === A || code === E || code === I || code === O || code === U || code === Y

/** What is not heard at the beginning of a word: Knight, Wright, Gnade, Psota. */
const startsSilently = (first: number, second: number): boolean =>
  (second === N && (first === K || first === G)) || (first === W && second === R) || (first === P && second === S)

/** What a letter adds between two others; `''` for what is not heard, or not written in every alphabet. */
function heard(before: number, letter: number, next: number, afterNext: number): string {
  if (isVowel(letter)) return before > 0 ? '' : letter === Y && isVowel(next) ? 'j' : 'a'
  switch (letter) {
    case H:
      return ''
    case P:
      return next === H ? 'f' : 'b'
    case C:
      return next === E || next === I || next === Y || next === Z || next === S ? 's' : 'k'
    case G:
      return next === H && (afterNext === 0 || afterNext === T) ? '' : 'k'
    case T:
      return next === Z || next === S ? 's' : 't'
    case W:
      return isVowel(before) ? '' : 'f'
    default:
      return classOf[letter] ?? String.fromCharCode(letter)
  }
}

/**
 * The consonants of a folded text, in classes: `mmt` for Mohammed, Muhamad and محمد, which is written without
 * vowels. Two spellings of a name nearly always share it; two names share it more often than they share a sound, so it
 * makes keys and never decides.
 */
export function skeleton(foldedText: string): string {
  const word = foldedText.includes(' ') ? foldedText.replaceAll(' ', '') : foldedText
  let bones = ''
  let last = ''
  let before = 0
  let letter = word.length > 0 ? word.charCodeAt(0) : 0
  let next = word.length > 1 ? word.charCodeAt(1) : 0
  for (let at = 0; at < word.length; at++) {
    const afterNext = at + 2 < word.length ? word.charCodeAt(at + 2) : 0
    if (at > 0 || !startsSilently(letter, next)) {
      const bone = heard(before, letter, next, afterNext)
      // Doubled letters are one, and so are two of a class that stand side by side; an h or a vowel parts them.
      const isDoubled = letter === before || (bone === last && !isVowel(before) && before !== H)
      if (bone !== '') {
        if (!isDoubled) bones += bone
        last = bone
      }
    }
    before = letter
    letter = next
    next = afterNext
  }
  return bones
}

const breaths = /[kcg]?h/g
const nasalsBefore = /[mn](?=[bt])/g
const looseClasses: Readonly<Record<string, string>> = { f: 'b', l: 'r', n: 'm', j: 's' }

/**
 * The consonants that are left when scripts are read by different tables: kana has one sound for l and r, Korean for k and g,
 * Hebrew for b and v, Greek writes b as mp. Many names share it, so it says something only between two scripts.
 */
export function looseBones(foldedText: string): string {
  const bones = skeleton(foldedText.replaceAll(breaths, '')).replaceAll(nasalsBefore, '')
  let loose = ''
  for (const bone of bones) {
    const one = looseClasses[bone] ?? bone
    if (!loose.endsWith(one)) loose += one
  }
  return loose.length > 2 && loose.startsWith('a') ? loose.slice(1) : loose
}
