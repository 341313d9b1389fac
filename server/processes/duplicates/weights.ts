/**
 * How often a level of agreement is seen among pairs that are one (m) and among pairs that are not (u).
 * Its weight is log2(m/u): the bits of evidence it adds (Fellegi and Sunter 1969).
 */
export interface Level {
  readonly m: number
  readonly u: number
}

const level = (m: number, u: number): Level => ({ m, u })

/**
 * Levels of agreement in the fields of a person with what a business database of tens of thousands of rows
 * typically shows. A org's own estimate may take this one's place.
 */
export const personModel = {
  /** One pair in this many is one person, before anything is compared. */
  oneIn: 65_536,
  firstName: {
    same: level(0.75, 0.006),
    form: level(0.08, 0.0015),
    initial: level(0.05, 0.02),
    mistyped: level(0.09, 0.004),
    differs: level(0.03, 0.97),
  },
  lastName: {
    same: level(0.86, 0.0012),
    mistyped: level(0.09, 0.002),
    contained: level(0.02, 0.001),
    differs: level(0.03, 0.995),
  },
  swapped: { same: level(0.02, 0.00001), differs: level(0.98, 1) },
  email: {
    same: level(0.6, 0.000001),
    department: level(0.4, 0.0005),
    mistyped: level(0.08, 0.00002),
    sameFront: level(0.05, 0.002),
    colleague: level(0.06, 0.4),
    differs: level(0.2, 0.95),
  },
  mobile: { same: level(0.5, 0.00002), differs: level(0.4, 0.99) },
  phone: { same: level(0.5, 0.0005), mistyped: level(0.05, 0.0002), differs: level(0.4, 0.99) },
  // A switchboard: at one company the same number says little.
  switchboard: { same: level(0.6, 0.1), differs: level(0.4, 0.9) },
  company: { same: level(0.8, 0.0006), alike: level(0.12, 0.0012), differs: level(0.08, 0.995) },
  domain: { same: level(0.7, 0.0006), differs: level(0.3, 0.995) },
  address: {
    same: level(0.5, 0.00004),
    alike: level(0.2, 0.00005),
    postalCode: level(0.15, 0.002),
    city: level(0.1, 0.02),
    differs: level(0.08, 0.95),
  },
  // Who shares the company shares the house.
  officeAddress: { same: level(0.6, 0.3), differs: level(0.2, 0.4) },
  birthdate: { same: level(0.85, 0.00005), mistyped: level(0.1, 0.001), differs: level(0.05, 0.99) },
} as const

/** The same for accounts. */
export const accountModel = {
  oneIn: 4096,
  name: {
    same: level(0.75, 0.00002),
    alike: level(0.15, 0.0006),
    acronym: level(0.05, 0.0008),
    contained: level(0.03, 0.003),
    differs: level(0.03, 0.99),
  },
  // A trade name or a subsidiary: with one web domain, another name says little.
  otherNameOfDomain: { differs: level(0.25, 0.6) },
  domain: { same: level(0.8, 0.00003), differs: level(0.15, 0.99) },
  phone: { same: level(0.6, 0.0003), differs: level(0.4, 0.99) },
  address: {
    same: level(0.5, 0.0005),
    alike: level(0.2, 0.001),
    postalCode: level(0.1, 0.01),
    city: level(0.2, 0.05),
    differs: level(0.12, 0.9),
  },
  country: { same: level(0.97, 0.5), differs: level(0.03, 0.5) },
} as const

/** From here on a pair may be merged without being looked at. */
export const certain = 0.98

/** From here on a pair is shown as a likely duplicate. */
export const likely = 0.8

export const bits = ({ m, u }: Level): number => Math.log2(m / u)

/** The probability that a pair is one, from all its evidence in bits. */
export const probabilityOf = (evidenceBits: number, oneIn: number): number => 1 / (1 + oneIn * 2 ** -evidenceBits)
