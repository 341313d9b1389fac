import type { PersonTraits } from '../traits.ts'
import type { Model, Shares } from './model.ts'
import { personPriors } from './personPriors.ts'
import { countTerms, termsOfPerson } from './shares.ts'

/** Fewer rows show nothing of what is common. */
const FEWEST = 100
/** Alike rows are counted, so that most of them have a partner. */
const PER_PERSON = 2
/** Fields whose values strangers share, and the level that says how often. */
const shared = [
  ['firstName', 'same'],
  ['lastName', 'same'],
  ['company', 'same'],
] as const

/**
 * What persons of a list are weighed by that are not stored yet: long experience, but a value that the list has more often
 * than experience expects says less. `outOf` is how many rows the list has, of which `alike` are those that share a key.
 */
export function modelWithin(alike: readonly PersonTraits[], outOf: number): Model {
  if (outOf < FEWEST) return personPriors
  const counts = countTerms(alike, termsOfPerson)
  const shares = shared.flatMap(([field, name]) => {
    const usual = personPriors.fields[field]?.[name]?.u
    const counted = counts.fields.get(field)
    return usual === undefined || counted === undefined ? [] : [[field, beyond(usual, counted, outOf)] as const]
  })
  return { ...personPriors, shares: Object.fromEntries(shares) }
}

/** The values that are more common than usual; the others are taken to be as common as that. */
function beyond(usual: number, counted: ReadonlyMap<string, number>, outOf: number): Shares {
  const known = new Map<string, number>()
  for (const [term, count] of counted) {
    // The share of other persons who have it, too.
    const share = (count / PER_PERSON - 1) / (outOf / PER_PERSON - 1)
    if (share > usual) known.set(term, share)
  }
  return { known, other: usual, ofTwo: usual }
}
