import { remembered } from './remembered.ts'

const vowels: ReadonlySet<string> = new Set('aeiouy')
const parting: ReadonlySet<string> = new Set('aeiouyh')

// Letters that are mistaken for each other, in speech or between alphabets, become one.
const classes: Readonly<Record<string, string>> = {
  b: 'b',
  p: 'b',
  f: 'f',
  v: 'f',
  d: 't',
  t: 't',
  k: 'k',
  q: 'k',
  g: 'k',
  s: 's',
  z: 's',
  x: 's',
  j: 'j',
  l: 'l',
  m: 'm',
  n: 'n',
  r: 'r',
}

/** What is not heard at the beginning of a word: Knight, Wright, Gnade, Psota. */
const startsSilently = (word: string): boolean =>
  (word[1] === 'n' && (word[0] === 'k' || word[0] === 'g')) ||
  (word[0] === 'w' && word[1] === 'r') ||
  (word[0] === 'p' && word[1] === 's')

/** What the letter at a place adds; `''` for what is not heard, or not written in every alphabet. */
function heard(word: string, at: number): string {
  const letter = word[at] ?? ''
  const next = word[at + 1] ?? ''
  if (vowels.has(letter)) return at > 0 ? '' : letter === 'y' && vowels.has(next) ? 'j' : 'a'
  if (letter === 'h') return ''
  if (letter === 'p' && next === 'h') return 'f'
  if (letter === 'c') return next === 'e' || next === 'i' || next === 'y' || next === 'z' || next === 's' ? 's' : 'k'
  if (letter === 'g' && next === 'h' && (at + 2 === word.length || word[at + 2] === 't')) return ''
  if (letter === 't' && (next === 'z' || next === 's')) return 's'
  if (letter === 'w') return at > 0 && vowels.has(word[at - 1] ?? '') ? '' : 'f'
  return classes[letter] ?? letter
}

function readSkeleton(foldedText: string): string {
  const word = foldedText.replaceAll(' ', '')
  let bones = ''
  let last = ''
  for (let at = startsSilently(word) ? 1 : 0; at < word.length; at++) {
    const bone = heard(word, at)
    const isDoubled = word[at] === word[at - 1] || (bone === last && !parting.has(word[at - 1] ?? ''))
    if (bone !== '' && !isDoubled) bones += bone
    if (bone !== '') last = bone
  }
  return bones
}

/**
 * The consonants of a folded text, in classes: `mmt` for Mohammed, Muhamad and محمد, which is written without
 * vowels. Two spellings of a name nearly always share it; two names share it more often than they share a sound, so it
 * makes keys and never decides.
 */
export const skeleton: (foldedText: string) => string = remembered(readSkeleton)
