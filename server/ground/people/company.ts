import { domainToASCII } from 'node:url'
import { getDomain } from 'tldts'
import { withoutLegalForm } from './legalForms.ts'
import { folded } from './folding.ts'
import { remembered } from './remembered.ts'

const mayJoin = /[&+]/
const ampersand = /\s*[&+]\s*/g
const conjunctions: ReadonlySet<string> = new Set(['and', 'und', 'et', 'y', 'e', 'og', 'och', 'ja', 'i', 'en'])
const articles: ReadonlySet<string> = new Set(['the', 'die', 'der', 'das', 'le', 'la', 'les', 'el', 'los', 'il'])

// How people shorten the words of company names; both writings are one.
const inFull: ReadonlyMap<string, string> = new Map(
  (
    'intl international|int international|natl national|mfg manufacturing|mfrs manufacturers|bros brothers|gebr gebruder|assoc associates|' +
    'assocs associates|assn association|univ university|inst institute|dept department|svc services|svcs services|grp group|gp group|' +
    'tech technology|technologies technology|techs technology|sys systems|mgmt management|mgt management|dev development|' +
    'eng engineering|engrg engineering|engr engineering|constr construction|dist distribution|distr distribution|ind industries|' +
    'inds industries|industrie industries|elec electric|labs laboratories|lab laboratories|pharma pharmaceuticals|' +
    'pharm pharmaceuticals|comm communications|comms communications|telecom telecommunications|fin financial|cons consulting|' +
    'soln solutions|solns solutions|prod products|prods products|prop properties|props properties|ctr center|centre center|' +
    'engineers engineering|consultants consulting|consult consulting|service services|logistic logistics|investment investments|inv investments|' +
    'property properties|transports transport|transp transport|transportation transport|system systems|solution solutions|partner partners|' +
    'ptnrs partners|venture ventures|product products|enterprise enterprises|chemical chemicals|foundations foundation|' +
    'hldg holding|hldgs holding|holdings holding|saint st|mt mount|ft fort|entpr enterprises|ent enterprises|svces services'
  )
    .split('|')
    .map((pair): [string, string] => {
      const [short = '', full = ''] = pair.split(' ')
      return [short, full]
    }),
)
/** A word of a name as it is when nobody shortens it. */
export const wordInFull = (word: string): string => inFull.get(word) ?? word

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
  /** Which script it was read from, where one sound has several spellings; `''` for Latin. */
  readonly script: Script
}

/** Latin, alphabets that write every vowel, and all others. */
export type Script = '' | 'cyrillic' | 'greek' | 'other'

const otherLetters = /(?!\p{Script=Latin})\p{L}/u
const [cyrillic, greek] = [/\p{Script=Cyrillic}/u, /\p{Script=Greek}/u]

const scriptOf = (name: string): Script => {
  if (!otherLetters.test(name)) return ''
  if (cyrillic.test(name)) return 'cyrillic'
  return greek.test(name) ? 'greek' : 'other'
}

// Legal forms of Japan and Korea in brackets, or as one sign, stand for the whole of them.
const bracketed = /[(（]([株有合주유])[)）]|([㈱㈲㈾㈜])/gu
const formInFull: Readonly<Record<string, string>> = {
  株: '株式会社',
  '㈱': '株式会社',
  有: '有限会社',
  '㈲': '有限会社',
  合: '合同会社',
  '㈾': '合資会社',
  주: '주식회사',
  '㈜': '주식회사',
  유: '유한회사',
}

function readCompany(name: string): CompanyName {
  const spelled = name.replace(
    bracketed,
    (_, sign?: string, one?: string) => ` ${formInFull[sign ?? one ?? ''] ?? ''} `,
  )
  const { words, legalForm } = withoutLegalForm(
    folded(mayJoin.test(spelled) ? spelled.replace(ampersand, ' and ') : spelled).split(' '),
  )
  const telling = words.filter(
    (word, at) => !conjunctions.has(word) && !(at === 0 && articles.has(word) && words.length > 1),
  )
  const kept = (telling.length > 0 ? telling : words).map(wordInFull)
  return {
    core: kept.join(' '),
    joined: kept.join(''),
    legalForm,
    acronym: kept.length > 2 ? kept.map((word) => word[0]).join('') : '',
    script: scriptOf(name),
  }
}

/** Reads a company's name; remembered, since an import brings the same companies again and again. */
export const companyName: (name: string) => CompanyName = remembered(readCompany)

/** The name without legal form, article, conjunctions, punctuation, case and diacritics. */
export const companyCore = (name: string): string => companyName(name).core

// Two labels under one of these are what somebody registered, without looking at the list of all suffixes.
const plainDomain = /^[a-z0-9-]+\.(?:com|net|org|de|fr|it|nl|at|ch|be|eu|es|pl|se|no|dk|fi|cz|us|ca)$/
const underPlain: ReadonlySet<string> = new Set([
  'co.at',
  'or.at',
  'co.nl',
  'co.no',
  'co.pl',
  'com.fr',
  'com.pl',
  'com.es',
  'net.pl',
  'org.pl',
])

/**
 * The domain somebody registered, from a web address or a bare host: `https://shop.acme.co.uk/x` is
 * `acme.co.uk`. `''` where there is none (an IP address, `localhost`, a word).
 */
export function webDomain(address: string): string {
  return plainDomain.test(address) && !underPlain.has(address) ? address : registeredDomain(address)
}

const notPlain = /[^a-z0-9.-]|xn--/
const registeredDomain: (address: string) => string = remembered((address) => {
  const domain = getDomain(address.trim(), domainOptions) ?? ''
  return notPlain.test(domain) ? domainToASCII(domain) : domain
})
