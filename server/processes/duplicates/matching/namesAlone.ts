import type { AccountTraits } from '../traits.ts'
import { accountPriors } from './accountPriors.ts'
import type { Level, Model } from './model.ts'
import { weightsOf } from './wordWeights.ts'
import { countTerms, sharesOf, termsOfAccount } from './shares.ts'

/** Of so many records, hardly one may know more than its name. */
const KNOWS_MORE = 0.02
/** Up to this size coincidence hardly matters; beyond it grows with the list. */
const SMALL_LIST = 20_000
/** Counts of names are of as many records as one company usually has. */
const PER_COMPANY = 2

const oddsOf = (probability: number): number => probability / (1 - probability)

/** A level that alone makes a pair so probable. */
export const worth = (probability: number, m: number): Level => ({
  m,
  u: m / (oddsOf(probability) * accountPriors.oneIn),
  fixed: 'both',
})

/**
 * The model of a list of companies that are known by nothing but their names. One field shows by itself neither what
 * duplicates share nor how many there are: whatever is seen of it, any split explains it. So experience weighs, and the list only
 * says which names are common. Undefined where records know more.
 */
export function modelOfNamesAlone(records: readonly AccountTraits[], size: number): Model | undefined {
  const knowing = records.filter(knowsMore).length
  if (records.length === 0 || knowing > records.length * KNOWS_MORE) return undefined
  return {
    oneIn: accountPriors.oneIn * Math.max(1, size / SMALL_LIST),
    fields: {
      ...accountPriors.fields,
      name: {
        ...accountPriors.fields.name,
        same: worth(0.98, 0.6),
        alike: worth(0.92, 0.25),
        near: worth(0.6, 0.08),
        acronym: worth(0.5, 0.05),
        contained: worth(0.35, 0.07),
      },
    },
    shares: sharesOf(countTerms(records, termsOfAccount), { most: 2000, perPerson: PER_COMPANY }),
    words: weightsOf(records),
  }
}

const knowsMore = (account: AccountTraits): boolean => knowsAnything(account) || account.others.length > 0

/** Whether an account is known by a domain, a number or an address. */
export const knowsAnything = ({ domain, phone, address }: AccountTraits): boolean =>
  domain !== '' || phone !== '' || address.street !== '' || address.city !== '' || address.postalCode !== ''
