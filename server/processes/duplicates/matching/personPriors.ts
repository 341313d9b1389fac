import type { Level, Levels, Model } from './model.ts'

const level = (m: number, u: number): Level => ({ m, u })
const fixed = (m: number, u: number): Level => ({ m, u, fixed: 'both' })

/**
 * Levels of agreement in the fields of a person, best first, with what business databases of tens of thousands of rows
 * typically show. An org's own estimate starts from here, and stays near where its own records say little.
 */
export const personPriors: Model = {
  oneIn: 65_536,
  fields: {
    firstName: {
      same: level(0.75, 0.006),
      form: level(0.06, 0.0015),
      mistyped: level(0.1, 0.004),
      initial: level(0.03, 0.012),
      alike: level(0.03, 0.012),
      // Who shares a house and a last name and has another first name is of the family, however often a list shows it.
      differs: { m: 0.03, u: 0.965, mostM: 0.15 },
    },
    lastName: {
      same: level(0.84, 0.0012),
      mistyped: level(0.09, 0.002),
      contained: level(0.02, 0.001),
      alike: level(0.025, 0.01),
      // Who shares a company and neither name is a colleague, however many of them a list shows.
      differs: { m: 0.025, u: 0.986, mostM: 0.15 },
      // Who shares the house and has another first name is of the family.
      household: fixed(0.84, 0.5),
    },
    // First and last name in each other's field: the names say what they say, and few people swap them.
    order: { straight: level(0.96, 1), swapped: { m: 0.04, u: 0.6, fixed: 'u' } },
    email: {
      same: level(0.6, 0.000001),
      mistyped: level(0.08, 0.00002),
      near: level(0.03, 0.00005),
      department: level(0.4, 0.0005),
      sameFront: level(0.05, 0.002),
      // Another mailbox at the company's own domain: the company says that already, and strangers never show it by chance.
      colleague: fixed(0.06, 0.4),
      // Two mailboxes of one domain that spell two similar names, each as its record does.
      ownNames: { m: 0.01, u: 0.4, fixed: 'both' },
      differs: level(0.2, 0.95),
    },
    phone: {
      mobile: level(0.5, 0.00002),
      crosswise: level(0.5, 0.00002),
      same: level(0.5, 0.0005),
      mistyped: level(0.05, 0.0002),
      neighbours: level(0.03, 0.01),
      mobileDiffers: level(0.4, 0.99),
      differs: level(0.4, 0.99),
    },
    // At one company the same number says little.
    switchboard: { same: fixed(0.6, 0.1) },
    company: {
      same: level(0.8, 0.0006),
      domain: level(0.7, 0.0006),
      alike: level(0.12, 0.0012),
      differs: level(0.08, 0.995),
    },
    place: {
      same: level(0.6, 0.001),
      nearlySame: level(0.08, 0.0003),
      postalCode: level(0.12, 0.0005),
      city: level(0.1, 0.02),
      alike: level(0.04, 0.005),
      differs: level(0.08, 0.97),
    },
    street: {
      same: level(0.5, 0.002),
      alike: level(0.2, 0.002),
      otherNumber: level(0.06, 0.02),
      partly: level(0.08, 0.01),
      differs: level(0.15, 0.99),
    },
    office: { same: fixed(0.6, 0.3), differs: fixed(0.2, 0.4) },
    birthdate: {
      same: level(0.82, 0.00005),
      mistyped: level(0.1, 0.001),
      parts: level(0.03, 0.004),
      year: level(0.02, 0.02),
      differs: level(0.03, 0.975),
    },
    title: { same: level(0.5, 0.05), differs: level(0.5, 0.95) },
  },
  shares: {},
  oneInHousehold: 3,
}

/** What a column that is no known field says until the file itself tells. */
export const otherTextPrior: Levels = {
  same: level(0.75, 0.1),
  alike: level(0.1, 0.02),
  differs: level(0.15, 0.88),
}

/** The same of a column of long texts, which are compared word by word. */
export const longTextPrior: Levels = {
  same: level(0.3, 0.0005),
  held: level(0.25, 0.002),
  much: level(0.25, 0.005),
  some: level(0.08, 0.02),
  differs: level(0.12, 0.97),
}
