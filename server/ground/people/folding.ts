import anyAscii from 'any-ascii'

// Letters that Unicode does not take apart into a base letter and a mark.
const latinLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
  ĸ: 'k',
  ə: 'e',
  ƒ: 'f',
}

const cyrillicLetters: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  і: 'i',
  є: 'ye',
  ґ: 'g',
  ђ: 'dj',
  ј: 'j',
  љ: 'lj',
  њ: 'nj',
  ћ: 'c',
  џ: 'dz',
  ѕ: 'z',
}

const greekLetters: Readonly<Record<string, string>> = {
  α: 'a',
  β: 'v',
  γ: 'g',
  δ: 'd',
  ε: 'e',
  ζ: 'z',
  η: 'i',
  θ: 'th',
  ι: 'i',
  κ: 'k',
  λ: 'l',
  μ: 'm',
  ν: 'n',
  ξ: 'x',
  ο: 'o',
  π: 'p',
  ρ: 'r',
  σ: 's',
  ς: 's',
  τ: 't',
  υ: 'y',
  φ: 'f',
  χ: 'ch',
  ψ: 'ps',
  ω: 'o',
}

const letters: Readonly<Record<string, string>> = { ...latinLetters, ...cyrillicLetters, ...greekLetters }

const onlyPlainLetters = /^[a-z0-9]+$/
const notAscii = /[^\x00-\x7f]/
const marks = /\p{M}+/gu
// An apostrophe joins (O'Brien), and so does a full stop between single letters (S.A.); all else that is no letter parts.
const joiners = /['’‘ʼ`´]|(?<=(?<![\p{L}\p{N}])\p{L})\.(?=\p{L}(?![\p{L}\p{N}]))/gu
const partings = /[^\p{L}\p{N}]+/gu
const asciiJoiners = /['`]|(?<=(?<![a-z0-9])[a-z])\.(?=[a-z](?![a-z0-9]))/g
const asciiPartings = /[^a-z0-9]+/g

// Letters of alphabets without a table here; the long-vowel mark of Japanese is a letter of none.
const otherScripts = /(?:(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\p{L}\p{N}\p{M}])+/gu

// What is no letter of Latin afterwards would be read otherwise next time, so a script that cannot be read is kept as it is.
const inLatin = (run: string): string =>
  anyAscii(arabic.test(run) ? run.replace(arabicRuns, vowelled) : run).toLowerCase() || run

const greek = /\p{Script=Greek}/u
const kana = /[ッっ]/gu
// What Greek writes with two letters (ELOT 743), and the small tsu of kana, which only doubles what follows.
const greekPairs: readonly (readonly [RegExp, string])[] = [
  [/ο[υύ]/gu, 'ou'],
  [/([αεη])[υύ](?=[θκξπσςτφχψ]|(?!\p{L}))/gu, '$1f'],
  [/([αεη])[υύ]/gu, '$1v'],
  [/(?<!\p{L})μπ/gu, 'b'],
  [/(?<!\p{L})ντ/gu, 'd'],
  [/γγ/gu, 'ng'],
]

const inOneLetter = (text: string): string => {
  const plain = text.replaceAll(kana, '')
  return greek.test(plain) ? greekPairs.reduce((read, [pair, one]) => read.replace(pair, one), plain) : plain
}

const arabic = /\p{Script=Arabic}/u
const arabicRuns = /[\p{Script=Arabic}\p{M}]+/gu
const arabicVowels: Readonly<Record<string, string>> = {
  ا: 'a',
  أ: 'a',
  آ: 'a',
  ٱ: 'a',
  إ: 'i',
  ى: 'a',
  ة: 'a',
  ؤ: 'u',
  ئ: 'i',
  '\u064E': 'a',
  '\u064F': 'u',
  '\u0650': 'i',
}
const openVowels = 'اأآىة'

/** Long vowels of Arabic, which are written: waw and ya are consonants at the beginning and before an alif only. */
function vowelled(word: string): string {
  const letters = word.replace(/^ال(?=.{3})/u, 'al ').replace(/(?<!\p{L})[اأ]و(?![اأآىة])/u, 'o')
  let read = ''
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] ?? ''
    const isConsonant = at === 0 || letters[at - 1] === ' ' || openVowels.includes(letters[at + 1] ?? ' ')
    if (letter === 'و') read += isConsonant ? 'w' : 'u'
    else if (letter === 'ي' || letter === 'ی') read += isConsonant ? 'y' : 'i'
    else read += arabicVowels[letter] ?? letter
  }
  return read
}

/**
 * What is left of a text when case, diacritics, script, apostrophes, punctuation and spacing no longer tell:
 * lower-case words with one blank between. `'  Ö’Brien-Łukasz '` is `'obrien lukasz'`, `'トヨタ'` is `'toyota'`. Han is
 * read as Mandarin, Arabic comes with its long vowels only, Hebrew without any.
 */
export function folded(text: string): string {
  const lower = text.toLowerCase()
  if (onlyPlainLetters.test(lower)) return lower
  if (!notAscii.test(lower)) return lower.replace(asciiJoiners, '').replace(asciiPartings, ' ').trim()
  const read = inOneLetter(lower.normalize('NFKC').toLowerCase()).replace(otherScripts, inLatin)
  const plain = read.normalize('NFKD').replace(marks, '').normalize('NFC').toLowerCase()
  let spelled = ''
  for (const letter of plain) spelled += letters[letter] ?? letter
  return spelled.replace(joiners, '').replace(partings, ' ').trim()
}

/**
 * The folded text with German and Nordic vowel pairs written as one letter, so that the two usual ways to
 * write an umlaut agree: Müller and Mueller are both `muller`.
 */
export const withoutUmlauts = (foldedText: string): string => foldedText.replace(/([aou])e/g, '$1')
