import type { Level, Model } from './model.ts'

const level = (m: number, u: number): Level => ({ m, u })

/** Levels of agreement in the fields of an account, best first: where an org's own estimate starts. */
export const accountPriors: Model = {
  oneIn: 4096,
  fields: {
    name: {
      same: level(0.72, 0.00002),
      alike: level(0.15, 0.0004),
      near: level(0.05, 0.0006),
      acronym: level(0.04, 0.0008),
      contained: level(0.06, 0.004),
      // Whoever shares a house and has another name is a neighbour or a sister company, however often a list shows it.
      differs: { m: 0.03, u: 0.99, mostM: 0.3 },
      // A trade name or a subsidiary: with one web domain, another name says little.
      otherOfDomain: { m: 0.25, u: 0.6, fixed: 'both' },
    },
    domain: { same: level(0.8, 0.00003), differs: level(0.15, 0.99) },
    phone: { same: level(0.6, 0.0003), differs: level(0.4, 0.99) },
    place: {
      same: level(0.55, 0.004),
      nearlySame: level(0.08, 0.002),
      postalCode: level(0.1, 0.004),
      city: level(0.12, 0.05),
      alike: level(0.05, 0.01),
      differs: level(0.12, 0.9),
    },
    street: {
      same: level(0.5, 0.005),
      alike: level(0.2, 0.005),
      otherNumber: level(0.05, 0.02),
      partly: level(0.1, 0.02),
      differs: level(0.2, 0.97),
    },
    country: { same: level(0.97, 0.5), differs: level(0.03, 0.5) },
  },
  shares: {},
  oneInHousehold: 3,
}
