import { companyName } from '../../../ground/people/company.ts'
import { folded } from '../../../ground/people/folding.ts'
import { isGivenName } from '../../../ground/people/nicknames.ts'
import type { Content } from './content.ts'

/** A column of a file without column names. */
export type Unnamed = { readonly at: number; readonly content: Content }

/** What such a column is told by: a person's name, or a company's. */
export type Told = {
  readonly at: number
  readonly what: 'FirstName' | 'LastName' | 'Company'
  readonly confidence: number
  readonly reason: string
}

// Names are told with less certainty than addresses and numbers, which speak for themselves.
const CERTAINTY = 0.55
const ENOUGH = 0.3
const WORDS = /^[\p{L}\p{M}][\p{L}\p{M}'’. -]{0,39}$/u

/** Which columns hold people's names and companies, by what lists of them have in common: given names everybody knows, and legal forms. */
export function namesAmong(columns: readonly Unnamed[]): readonly Told[] {
  const shares = columns.map(({ at, content }) => ({ at, ...sharesOf(content) }))
  const given = mostOf(shares, ({ givenNames }) => givenNames)
  const company = mostOf(shares, ({ legalForms }) => legalForms)
  const told: Told[] = []
  if (given !== undefined) {
    told.push({
      at: given.at,
      what: 'FirstName',
      confidence: CERTAINTY,
      reason: 'Many of its cells are given names.',
    })
    const beside = [given.at + 1, given.at - 1]
      .map((at) => shares.find((one) => one.at === at))
      .find((one) => one !== undefined && one.at !== company?.at && one.words > 0.9)
    if (beside !== undefined)
      told.push({
        at: beside.at,
        what: 'LastName',
        confidence: CERTAINTY,
        reason: 'It stands beside the given names, and its cells are words.',
      })
  }
  if (company !== undefined)
    told.push({
      at: company.at,
      what: 'Company',
      confidence: CERTAINTY,
      reason: 'Many of its cells end in the legal form of a company.',
    })
  return told
}

type Shares = { readonly givenNames: number; readonly legalForms: number; readonly words: number }

function sharesOf({ words }: Content): Shares {
  const share = (test: (word: string) => boolean): number =>
    words.length === 0 ? 0 : words.filter(test).length / words.length
  return {
    givenNames: share((word) => WORDS.test(word) && isGivenName(folded(word))),
    legalForms: share((word) => companyName(word).legalForm !== ''),
    words: share((word) => WORDS.test(word)),
  }
}

function mostOf<One>(all: readonly One[], measure: (one: One) => number): One | undefined {
  const most = all.toSorted((a, b) => measure(b) - measure(a))[0]
  return most !== undefined && measure(most) >= ENOUGH ? most : undefined
}
