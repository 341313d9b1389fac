import { domainToASCII } from 'node:url'
import { getDomain } from 'tldts'
import { withoutLegalForm } from './legalForms.ts'
import { folded } from './folding.ts'
import { remembered } from './remembered.ts'

const ampersand = /\s*[&+]\s*/g
const conjunctions: ReadonlySet<string> = new Set(['and', 'und', 'et', 'y', 'e', 'og', 'och', 'ja', 'i', 'en'])
const articles: ReadonlySet<string> = new Set(['the', 'die', 'der', 'das', 'le', 'la', 'les', 'el', 'los', 'il'])
const domainOptions = { allowPrivateDomains: true, validateHostname: true } as const

/** What is left of a company's name when it is told apart by neither spelling nor legal form. */
export interface CompanyName {
  /** The words that make the name, folded, one blank between: `'smith sons'` for `The Smith & Sons Co. Ltd`. */
  readonly core: string
  /** The core without blanks, so that `GTX Pro` and `GTXPro` agree. */
  readonly joined: string
  /** The legal form that was left out, folded (`'gmbh'`), or `''`. */
  readonly legalForm: string
  /** First letters of the words that count, from three words on: `'ibm'`. Otherwise `''`. */
  readonly acronym: string
}

function readCompany(name: string): CompanyName {
  const { words, legalForm } = withoutLegalForm(folded(name.replace(ampersand, ' and ')).split(' '))
  const telling = words.filter(
    (word, at) => !conjunctions.has(word) && !(at === 0 && articles.has(word) && words.length > 1),
  )
  const kept = telling.length > 0 ? telling : words
  return {
    core: kept.join(' '),
    joined: kept.join(''),
    legalForm,
    acronym: kept.length > 2 ? kept.map((word) => word[0]).join('') : '',
  }
}

/** Reads a company's name; remembered, since an import brings the same companies again and again. */
export const companyName: (name: string) => CompanyName = remembered(readCompany)

/** The name without legal form, article, conjunctions, punctuation, case and diacritics. */
export const companyCore = (name: string): string => companyName(name).core

/**
 * The domain somebody registered, from a web address or a bare host: `https://shop.acme.co.uk/x` is
 * `acme.co.uk`. `''` where there is none (an IP address, `localhost`, a word).
 */
export const webDomain: (address: string) => string = remembered((address) =>
  domainToASCII(getDomain(address.trim(), domainOptions) ?? ''),
)
