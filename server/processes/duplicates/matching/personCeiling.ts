import type { PersonTraits } from '../traits.ts'
import { addressOf, birthdatesOf, COLUMN_WIDTH, columnOf, phonesOf, titlesOf, writeColumn } from './fieldCeilings.ts'
import { bitsApart, mostOf, RAREST, termBits, type Glance, type MostBits } from './glance.ts'
import type { Model } from './model.ts'
import { mark, PERSON_WIDTH, place, writePerson } from './personGlance.ts'

/** Persons at a glance; `others` are the columns they have besides. */
export const personGlance = (others: readonly string[]): Glance<PersonTraits> => ({
  width: PERSON_WIDTH + others.length * COLUMN_WIDTH,
  write(person, words, at) {
    writePerson(person, words, at)
    for (const [n, column] of others.entries())
      writeColumn(
        person.others.find(([name]) => name === column)?.[1] ?? '',
        words,
        at + PERSON_WIDTH + n * COLUMN_WIDTH,
      )
  },
  most: (model) => most(model, others),
})

/**
 * Adds up what each field gives at most. What agrees exactly is weighed as in a comparison; what does not is taken for the best
 * level that its letters, lengths and sounds leave open.
 */
function most(model: Model, columns: readonly string[]): MostBits {
  const fields = [namesOf(model), emailsOf(model), birthdatesOf(model), titlesOf(model)]
  for (const [n, column] of columns.entries()) fields.push(columnOf(model, column, PERSON_WIDTH + n * COLUMN_WIDTH))
  const organisation = organisationOf(model)
  return (words, at, others, there) => {
    let sum = organisation(words, at, others, there)
    for (const field of fields) sum += field(words, at, others, there)
    return sum
  }
}

/** Two words with more letters apart do not sound alike (`nameLikeness`). */
const FAR = 6

/** Whether as many letters apart may be typing mistakes, or written so nearly alike that sound does not matter (Jaro–Winkler 0.93). */
const mayBeMistyped = (apart: number, one: number, other: number): boolean =>
  apart <= (Math.min(one, other) < 9 ? 2 : 4) || apart <= one + other - (3.3 * one * other) / (one + other) + 1e-9

function namesOf(model: Model): MostBits {
  const [straight, swapped] = [mostOf(model, 'order', 'straight'), mostOf(model, 'order', 'swapped')]
  const [first, last] = [firstNameOf(model), lastNameOf(model)]
  const firstAgrees = mostOf(model, 'firstName', 'same', 'mistyped')
  const firstDiffers = mostOf(model, 'firstName', 'differs')
  const lastAgrees = mostOf(model, 'lastName', 'same', 'mistyped')
  return (words, at, others, there) => {
    const inOrder =
      first(words, at, others, there) +
      last(words, at, others, there) +
      (words[at + place.last] !== 0 && others[there + place.last] !== 0 ? straight : 0)
    const [one, other] = [mayCross(words, at, others, there), mayCross(others, there, words, at)]
    if (one !== 'agrees' && other !== 'agrees') return inOrder
    const second = one === other ? firstAgrees : one === 'unknown' || other === 'unknown' ? 0 : firstDiffers
    return Math.max(inOrder, swapped + lastAgrees + second)
  }
}

/** Whether a first name may be the other one's last name. */
function mayCross(words: Int32Array, at: number, others: Int32Array, there: number): 'agrees' | 'differs' | 'unknown' {
  const [first, last] = [words[at + place.first] ?? 0, others[there + place.last] ?? 0]
  if (first === 0 || last === 0) return 'unknown'
  const apart = bitsApart(words[at + place.firstLetters] ?? 0, others[there + place.lastLetters] ?? 0)
  const isOfMany =
    ((words[at + place.lengths] ?? 0) & mark.firstOfMany) !== 0 ||
    ((others[there + place.lengths] ?? 0) & mark.lastOfMany) !== 0
  const [length, lastLength] = [
    (words[at + place.lengths] ?? 0) & 255,
    ((others[there + place.lengths] ?? 0) >>> 8) & 255,
  ]
  const isSameSound = (words[at + place.sounds] ?? 0) >>> 16 === ((others[there + place.sounds] ?? 0) & 0xffff)
  return isOfMany || mayBeMistyped(apart, length, lastLength) || (apart <= FAR && isSameSound) ? 'agrees' : 'differs'
}

function firstNameOf(model: Model): MostBits {
  const of = (...names: string[]): number => mostOf(model, 'firstName', ...names)
  const [same, form, mistyped, alike] = [of('same', 'form'), of('form'), of('mistyped'), of('alike', 'differs')]
  const [initial, differs] = [of('initial', 'differs'), of('differs')]
  const term = termBits(model, 'firstName')
  return (words, at, others, there) => {
    const [one, other] = [words[at + place.first] ?? 0, others[there + place.first] ?? 0]
    if (one === 0 || other === 0) return 0
    const marks = (words[at + place.lengths] ?? 0) | (others[there + place.lengths] ?? 0)
    const isOfMany = (marks & mark.firstOfMany) !== 0
    const rare = isOfMany ? RAREST : Math.min(term(one), term(other))
    if (one === other) return Math.max(same, mistyped) + rare
    const apart = bitsApart(words[at + place.firstLetters] ?? 0, others[there + place.firstLetters] ?? 0)
    const lengths = [(words[at + place.lengths] ?? 0) & 255, (others[there + place.lengths] ?? 0) & 255] as const
    const isSameSound = ((words[at + place.sounds] ?? 0) ^ (others[there + place.sounds] ?? 0)) >>> 16 === 0
    const isSameBones = ((words[at + place.bones] ?? 0) ^ (others[there + place.bones] ?? 0)) >>> 16 === 0
    let best = (marks & mark.initial) !== 0 ? initial : differs
    if (isOfMany || mayBeMistyped(apart, ...lengths) || (apart <= FAR && isSameSound))
      best = Math.max(best, mistyped + rare)
    if (isOfMany || apart <= FAR || isSameBones) best = Math.max(best, alike)
    const isForm =
      words[at + place.firstWord] === others[there + place.firstWord] ||
      ((words[at + place.firstForms] ?? 0) & (others[there + place.firstForms] ?? 0)) !== 0
    return isForm ? Math.max(best, form + rare) : best
  }
}

function lastNameOf(model: Model): MostBits {
  const of = (...names: string[]): number => mostOf(model, 'lastName', ...names)
  const [same, mistyped, alike, differs] = [
    of('same', 'alike'),
    of('mistyped'),
    of('contained', 'alike', 'differs'),
    of('differs'),
  ]
  const household = of('household')
  const term = termBits(model, 'lastName')
  return (words, at, others, there) => {
    const [one, other] = [words[at + place.last] ?? 0, others[there + place.last] ?? 0]
    if (one === 0 || other === 0) return 0
    const marks = (words[at + place.lengths] ?? 0) | (others[there + place.lengths] ?? 0)
    const isOfMany = (marks & mark.lastOfMany) !== 0
    const rare = isOfMany ? RAREST : Math.min(term(one), term(other))
    if (one === other) return Math.max(same + rare, household)
    const apart = bitsApart(words[at + place.lastLetters] ?? 0, others[there + place.lastLetters] ?? 0)
    const lengths = [
      ((words[at + place.lengths] ?? 0) >>> 8) & 255,
      ((others[there + place.lengths] ?? 0) >>> 8) & 255,
    ] as const
    const isSameSound = (((words[at + place.sounds] ?? 0) ^ (others[there + place.sounds] ?? 0)) & 0xffff) === 0
    const isSameBones = (((words[at + place.bones] ?? 0) ^ (others[there + place.bones] ?? 0)) & 0xffff) === 0
    let best = isOfMany || apart <= FAR || isSameBones ? alike : differs
    if (isOfMany || mayBeMistyped(apart, ...lengths) || (apart <= FAR && isSameSound))
      best = Math.max(best, mistyped + rare)
    return best
  }
}

/** The company, and what depends on it: phones and address. */
function organisationOf(model: Model): MostBits {
  const of = (...names: string[]): number => mostOf(model, 'company', ...names)
  const [same, domain, alike, differs] = [of('same'), of('domain'), of('alike', 'differs'), of('differs')]
  const term = termBits(model, 'company')
  const [phones, address] = [phonesOf(model), addressOf(model)]
  const office = Math.max(0, mostOf(model, 'office', 'same', 'differs'))
  return (words, at, others, there) => {
    const [one, other] = [words[at + place.company] ?? 0, others[there + place.company] ?? 0]
    const isSameDomain = words[at + place.domain] !== 0 && words[at + place.domain] === others[there + place.domain]
    const areKnown = one !== 0 && other !== 0
    const isSame = areKnown && one === other
    const mayBeOne = isSame || isSameDomain || (areKnown && mayBeAlike(words, at, others, there))
    let best = 0
    if (isSame) best = same + term(one)
    else if (isSameDomain) best = Math.max(domain + term(words[at + place.domain] ?? 0), areKnown ? alike : 0)
    else if (areKnown) best = mayBeOne ? alike : differs
    const where = address(words, at, others, there)
    const reached = isSame ? office : mayBeOne ? Math.max(where, office) : where
    return best + reached + phones(words, at, others, there, areKnown || isSameDomain)
  }
}

/**
 * Whether two companies may be one mistyped or heard, one the acronym of the other, or all words of the one among those of the
 * other (`companyLikeness`): a word has its beginning or its end from the one it is, and a name of one word both, or hardly
 * another letter.
 */
function mayBeAlike(words: Int32Array, at: number, others: Int32Array, there: number): boolean {
  if (words[at + place.companyBones] === others[there + place.companyBones]) return true
  const [shape, otherShape] = [words[at + place.companyShape] ?? 0, others[there + place.companyShape] ?? 0]
  const [count, otherCount] = [shape & 255, otherShape & 255]
  const [heads, otherHeads] = [words[at + place.companyHeads] ?? 0, others[there + place.companyHeads] ?? 0]
  const [tails, otherTails] = [words[at + place.companyTails] ?? 0, others[there + place.companyTails] ?? 0]
  const isMistyped =
    Math.abs(lettersIn(shape) - lettersIn(otherShape)) <= 2 &&
    bitsApart(words[at + place.companyLetters] ?? 0, others[there + place.companyLetters] ?? 0) <= 4
  if (count === 1 && otherCount === 1) {
    const [isHead, isTail] = [(heads & otherHeads) !== 0, (tails & otherTails) !== 0]
    return isMistyped ? isHead || isTail : isHead && isTail
  }
  if (isMistyped || mayShorten(shape, otherShape) || mayShorten(otherShape, shape)) return true
  const [isFewer, fewer] = [count <= otherCount, Math.min(count, otherCount)]
  const found =
    foundOf(isFewer ? heads : otherHeads, isFewer ? otherHeads : heads, fewer) +
    foundOf(isFewer ? tails : otherTails, isFewer ? otherTails : tails, fewer)
  return found >= fewer
}

const lettersIn = (shape: number): number => (shape >>> 8) & 255

/** How many of so many words have a beginning, or an end, of another name at most: words that share one are one bit. */
function foundOf(edges: number, among: number, words: number): number {
  const shared = bitsApart(edges & among, 0)
  return shared === 0 ? 0 : shared + words - bitsApart(edges, 0)
}

/** Whether a name has as many words as another one letters, and may be shortened to it. */
const mayShorten = (shape: number, short: number): boolean => shape >>> 16 !== 0 && (shape & 255) >= lettersIn(short)

function emailsOf(model: Model): MostBits {
  const of = (...names: string[]): number => mostOf(model, 'email', ...names)
  const same = Math.max(of('same') + RAREST, of('department'))
  const sameFront = of('mistyped', 'near', 'sameFront', 'differs')
  const atOneDomain = of('mistyped', 'near', 'ownNames', 'colleague', 'differs')
  const [near, colleague, differs] = [of('near', 'differs'), of('colleague', 'differs'), of('differs')]
  return (words, at, others, there) => {
    const [one, other] = [words[at + place.email] ?? 0, others[there + place.email] ?? 0]
    if (one === 0 || other === 0) return 0
    if (one === other) return same
    if (words[at + place.front] === others[there + place.front]) return sameFront
    const isSameDomain = words[at + place.behind] === others[there + place.behind]
    if (mayBeNear(words, at, others, there)) return isSameDomain ? atOneDomain : near
    return isSameDomain ? colleague : differs
  }
}

/** Mistakes between two addresses that are near (`emailLikeness`). */
const MISTAKES = 3

/**
 * How many pairs of neighbours differ at most after three mistakes, by the difference in length and by how many letters only
 * one address has: two letters that are swapped change six pairs and no letter, another letter four and two, one left out three and one.
 */
const mostPairsApart: readonly (readonly number[])[] = Array.from({ length: MISTAKES + 1 }, (_, lengths) =>
  Array.from({ length: 2 * MISTAKES + 1 }, (__, lettersApart) => {
    let most = -1
    for (let omitted = lengths; omitted <= MISTAKES; omitted++)
      for (let changed = 0; changed + omitted <= MISTAKES; changed++)
        if (2 * changed + omitted >= lettersApart)
          most = Math.max(most, 3 * omitted + 4 * changed + 6 * (MISTAKES - omitted - changed))
    return most
  }),
)

function mayBeNear(words: Int32Array, at: number, others: Int32Array, there: number): boolean {
  const lengths = Math.abs(
    (((words[at + place.lengths] ?? 0) >>> 16) & 255) - (((others[there + place.lengths] ?? 0) >>> 16) & 255),
  )
  const letters = bitsApart(words[at + place.emailLetters] ?? 0, others[there + place.emailLetters] ?? 0)
  const most = mostPairsApart[lengths]?.[letters]
  return (
    most !== undefined &&
    bitsApart(words[at + place.emailPairs] ?? 0, others[there + place.emailPairs] ?? 0) +
      bitsApart(words[at + place.emailPairs + 1] ?? 0, others[there + place.emailPairs + 1] ?? 0) <=
      most
  )
}
