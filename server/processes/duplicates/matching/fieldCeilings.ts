import { packedDate, packedLikeness } from './dateLikeness.ts'
import { bitsApart, letters, mostOf, RAREST, termBits, textNumber, type MostBits } from './glance.ts'
import type { Model } from './model.ts'
import { mayBeAlike, otherField } from './otherTexts.ts'
import { place } from './personGlance.ts'

/** Two towns with more letters apart are not one mistyped. */
const FAR_TOWN = 4

export function phonesOf(
  model: Model,
): (words: Int32Array, at: number, others: Int32Array, there: number, isCompanyKnown: boolean) => number {
  const of = (...names: string[]): number => mostOf(model, 'phone', ...names)
  const switchboard = Math.max(0, mostOf(model, 'switchboard', 'same'))
  const mobile = of('mobile', 'crosswise') + RAREST + switchboard
  const same = Math.max(of('same') + RAREST, switchboard)
  const [near, mobileDiffers, differs] = [of('mistyped', 'neighbours'), of('mobileDiffers'), of('differs')]
  return (words, at, others, there, isCompanyKnown) => {
    const [oneMobile, one] = [words[at + place.mobile] ?? 0, words[at + place.phone] ?? 0]
    const [otherMobile, other] = [others[there + place.mobile] ?? 0, others[there + place.phone] ?? 0]
    if (oneMobile !== 0 && (oneMobile === otherMobile || oneMobile === other)) return mobile
    if (one !== 0 && one === otherMobile) return mobile
    if (one !== 0 && one === other) return same
    const arePhones = one !== 0 && other !== 0
    const apart = oneMobile !== 0 && otherMobile !== 0 ? mobileDiffers : arePhones ? differs : 0
    return arePhones && !isCompanyKnown ? Math.max(near, apart) : apart
  }
}

export function addressOf(model: Model): MostBits {
  const [town, street] = [townOf(model), streetOf(model)]
  return (words, at, others, there) => town(words, at, others, there) + street(words, at, others, there)
}

/** Postal code and town: each is the same, known to be far, or may be near. */
function townOf(model: Model): MostBits {
  const of = (...names: string[]): number => mostOf(model, 'place', ...names)
  const [both, byCode, byCity] = [of('same'), of('postalCode'), of('city')]
  const [nearly, alike, differs] = [of('nearlySame'), of('alike', 'differs'), of('differs')]
  const term = termBits(model, 'place')
  return (words, at, others, there) => {
    const [code, otherCode] = [words[at + place.postalCode] ?? 0, others[there + place.postalCode] ?? 0]
    const [city, otherCity] = [words[at + place.city] ?? 0, others[there + place.city] ?? 0]
    const [areCodes, areCities] = [code !== 0 && otherCode !== 0, city !== 0 && otherCity !== 0]
    if (!areCodes && !areCities) return 0
    const [isSameCode, isSameCity] = [areCodes && code === otherCode, areCities && city === otherCity]
    if (isSameCode && isSameCity) return both + term(code)
    const isFar =
      areCities &&
      !isSameCity &&
      bitsApart(words[at + place.cityLetters] ?? 0, others[there + place.cityLetters] ?? 0) > FAR_TOWN
    let best = isFar && !areCodes ? differs : alike
    if (isSameCode) best = byCode + term(code)
    else if (isSameCity) best = byCity + term(city)
    return areCodes && areCities && !isFar ? Math.max(best, nearly) : best
  }
}

function streetOf(model: Model): MostBits {
  const same = mostOf(model, 'street', 'same')
  // Of a house number alone nothing is said.
  const other = Math.max(0, mostOf(model, 'street', 'alike', 'otherNumber', 'partly', 'differs'))
  const term = termBits(model, 'street')
  return (words, at, others, there) => {
    const [one, another] = [words[at + place.street] ?? 0, others[there + place.street] ?? 0]
    if (one === 0 || another === 0) return 0
    return one === another ? Math.max(0, same + term(one)) : other
  }
}

export function birthdatesOf(model: Model): MostBits {
  const other = mostOf(model, 'birthdate', 'mistyped', 'parts', 'year', 'differs')
  const of = {
    same: mostOf(model, 'birthdate', 'same'),
    mistyped: mostOf(model, 'birthdate', 'mistyped'),
    parts: mostOf(model, 'birthdate', 'parts'),
    year: mostOf(model, 'birthdate', 'year'),
    differs: mostOf(model, 'birthdate', 'differs'),
  }
  const term = termBits(model, 'birthdate', (text) => packedDate(text, textNumber))
  return (words, at, others, there) => {
    const [one, another] = [words[at + place.birthdate] ?? 0, others[there + place.birthdate] ?? 0]
    if (one === 0 || another === 0) return 0
    if (one === another) return of.same + term(one)
    const likeness = packedLikeness(one, another)
    return likeness === undefined ? other : of[likeness]
  }
}

export function titlesOf(model: Model): MostBits {
  const [same, differs] = [mostOf(model, 'title', 'same'), mostOf(model, 'title', 'differs')]
  return (words, at, others, there) => {
    const [one, another] = [words[at + place.title] ?? 0, others[there + place.title] ?? 0]
    if (one === 0 || another === 0) return 0
    return one === another ? same : differs
  }
}

/** A column that is no usual field; `word` is where it stands. */
export function columnOf(model: Model, column: string, word: number): MostBits {
  const field = otherField(column)
  const [same, alike, differs] = [
    mostOf(model, field, 'same'),
    mostOf(model, field, 'alike'),
    mostOf(model, field, 'differs'),
  ]
  const either = Math.max(alike, differs)
  const long = Math.max(same, either, mostOf(model, field, 'held', 'much', 'some'))
  const term = termBits(model, field)
  return (words, at, others, there) => {
    const [one, another] = [words[at + word] ?? 0, others[there + word] ?? 0]
    if (one === 0 || another === 0) return 0
    const isLong = Math.max(words[at + word + 2] ?? 0, others[there + word + 2] ?? 0) >= LONG
    if (isLong) return long
    if (one === another) return same + term(one)
    const [letters, otherLetters] = [words[at + word + 1] ?? 0, others[there + word + 1] ?? 0]
    const [length, otherLength] = [words[at + word + 2] ?? 0, others[there + word + 2] ?? 0]
    const shared = letters & otherLetters
    const isAlike =
      shared === (length < otherLength ? letters : otherLetters) ||
      mayBeAlike(bitsApart(letters, otherLetters), length, otherLength)
    return isAlike ? either : differs
  }
}

/** Texts of so many letters may be long ones, which are compared by their words. */
const LONG = 10

/** Words a column takes: the number of its text, its letters as bits, and its length. */
export const COLUMN_WIDTH = 3

export function writeColumn(text: string, words: Int32Array, at: number): void {
  words[at] = textNumber(text)
  words[at + 1] = letters(text)
  words[at + 2] = text.length
}
