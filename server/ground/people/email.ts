import { domainToASCII } from 'node:url'
import freeMailDomains from 'email-providers/all.json' with { type: 'json' }

const freeMail: ReadonlySet<string> = new Set(freeMailDomains)

const notAscii = /[^\x00-\x7f]/
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const topLevel = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/
// RFC 5321 allows a quoted local part; nobody has one, and it is a favourite place to hide something.
const unusableInLocalPart = /[\s\x00-\x20\x7f<>()[\]\\,;:@"]/

// Mailboxes read by a department: the same address does not make two people one.
const departments: ReadonlySet<string> = new Set(
  (
    'info office contact kontakt hello hi mail email post sales vertrieb marketing support service help helpdesk admin administrator ' +
    'webmaster postmaster hostmaster accounts accounting billing invoice invoices rechnung buchhaltung finance hr jobs career careers ' +
    'team enquiries inquiries enquiry reception purchasing einkauf orders order press presse media noreply no-reply newsletter test'
  ).split(' '),
)

/**
 * The address as we keep it: trimmed, without `mailto:` or angle brackets, the domain in lower case and in
 * its ASCII form (IDNA). The local part keeps its case, which only the receiving server may interpret.
 */
export function normaliseEmail(text: string): string {
  const bare = text
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/^<(.*)>$/, '$1')
  const at = bare.lastIndexOf('@')
  if (at < 0) return bare
  const domain = bare.slice(at + 1).toLowerCase()
  if (!notAscii.test(domain)) return bare.slice(0, at + 1) + domain
  // An empty answer means the domain cannot be one: leave it as typed for the refusal to show.
  return bare.slice(0, at + 1) + (domainToASCII(domain) || domain)
}

/**
 * Whether a normalised text can be an e-mail address at all (RFC 5321 lengths, a domain with a dot, no
 * blanks). It refuses what cannot be; whether somebody reads it only a mail can tell.
 */
export function isPlausibleEmail(email: string): boolean {
  const at = email.lastIndexOf('@')
  if (at < 1 || at > 64 || email.length > 254) return false
  if (unusableInLocalPart.test(email.slice(0, at))) return false
  const labels = email.slice(at + 1).split('.')
  const last = labels.at(-1) ?? ''
  return labels.length > 1 && topLevel.test(last) && labels.every((part) => label.test(part))
}

/** The part after the @ in lower case, or `''` where there is none. */
export function emailDomain(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 0
    ? ''
    : email
        .slice(at + 1)
        .trim()
        .toLowerCase()
}

// As most addresses are written: nothing in them is left out, and Gmail has no part in them.
const plainAddress = /^[a-z0-9._-]{1,64}@(?!(?:gmail|googlemail)\.com$)(?:[a-z0-9]{1,63}\.)+[a-z]{2,63}$/

/**
 * What two addresses have in common when the same mailbox reads them: lower case, no `+tag`, and for Gmail no
 * dots and one domain (https://support.google.com/mail/answer/7436150). `''` for what is no address.
 */
export function emailKey(text: string): string {
  if (plainAddress.test(text) && text.length <= 254) return text
  const email = normaliseEmail(text).toLowerCase()
  if (!isPlausibleEmail(email)) return ''
  const domain = emailDomain(email)
  const local = email.slice(0, email.length - domain.length - 1)
  const plus = local.indexOf('+')
  const untagged = plus > 0 ? local.slice(0, plus) : local
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return `${untagged}@${domain}`
  return `${untagged.replaceAll('.', '') || untagged}@gmail.com`
}

/** Whether anybody can have an address there (Gmail, GMX, throw-away mail): such a domain says nothing about a company. */
export const isFreeMailDomain = (domain: string): boolean =>
  (freeMailPlaces[placeOf(domain)] ?? 0) > 0 && freeMail.has(domain)

/** A place for a domain by its length and first letters: to look among nine thousand costs ten times as much as to look here. */
const placeOf = (domain: string): number =>
  (domain.length +
    31 *
      (domain.charCodeAt(0) + 31 * (domain.charCodeAt(1) + 31 * (domain.charCodeAt(2) + 31 * domain.charCodeAt(3))))) &
  0xffff

const freeMailPlaces = new Uint8Array(0x10000)
for (const domain of freeMail) freeMailPlaces[placeOf(domain)] = 1

const longestDepartment = Math.max(...Array.from(departments, ({ length }) => length))

/** Whether a department reads this address (`info@`, `sales@` …), so that it does not name one person. */
export function isDepartmentEmail(email: string): boolean {
  const front = email.slice(0, Math.max(0, email.lastIndexOf('@'))).trim()
  return front.length <= longestDepartment && departments.has(front.toLowerCase())
}
