import { daysAfter } from './moments.ts'
import type { Draft } from '../../../ground/objects/drafts.ts'
import type { Random } from '../random.ts'
import type { Arrival } from './threads.ts'
import type { Detail } from './channels.ts'
import type { Story } from './story.ts'
import { messages } from './wording.ts'

/** A lead as it comes in on its way: a form knows less than a list, and a list is less true. */
export function draftOf(story: Story, now: Date, { channel, person, seen, verdict }: Arrival): Draft {
  const random = story.random.fork(`draft ${person.number} ${seen.lastName} ${now.getTime()}`)
  const { company } = person
  const tells = told[channel.detail]
  // Who is going to be called has said so much that one can.
  const says = (what: keyof Told): boolean =>
    random.chance(tells[what]) || (verdict !== undefined && (what === 'firstName' || what === 'phone'))
  return {
    Salutation: says('salutation') ? person.salutation : null,
    FirstName: says('firstName') ? seen.firstName : null,
    LastName: seen.lastName,
    Company: seen.companyName,
    Title: says('title') && seen.title !== '' ? seen.title : null,
    Email: says('email') ? seen.email : null,
    Phone: says('phone') ? (seen.phone ?? (verdict === undefined ? null : company.phone)) : null,
    MobilePhone: says('phone') ? (seen.mobilePhone ?? null) : null,
    Website: says('company') ? `https://www.${company.domain}` : null,
    ...(says('address')
      ? { Street: company.street, City: company.town, State: company.state ?? null, PostalCode: company.postalCode }
      : says('company')
        ? { City: company.town }
        : {}),
    Country: says('country') ? company.country.name : null,
    Industry: says('company') ? company.industry : null,
    NumberOfEmployees: says('company') ? company.employees : null,
    AnnualRevenue: channel.detail === 'list' && says('company') ? company.annualRevenue : null,
    LeadSource: channel.source,
    Description: random.chance(tells.message) ? random.pick(messages) : null,
    ...consent(random, now, channel.detail),
  }
}

type Told = {
  readonly salutation: number
  readonly firstName: number
  readonly title: number
  readonly email: number
  readonly phone: number
  readonly company: number
  readonly address: number
  readonly country: number
  readonly message: number
}

const told: Readonly<Record<Detail, Told>> = {
  form: {
    salutation: 0.6,
    firstName: 0.97,
    title: 0.5,
    email: 1,
    phone: 0.7,
    company: 0.25,
    address: 0.3,
    country: 0.8,
    message: 0.75,
  },
  download: {
    salutation: 0.2,
    firstName: 0.93,
    title: 0.7,
    email: 1,
    phone: 0.12,
    company: 0.1,
    address: 0.02,
    country: 0.75,
    message: 0,
  },
  badge: {
    salutation: 0.5,
    firstName: 0.99,
    title: 0.9,
    email: 0.85,
    phone: 0.75,
    company: 0.3,
    address: 0.55,
    country: 1,
    message: 0.08,
  },
  list: {
    salutation: 0.85,
    firstName: 0.96,
    title: 0.85,
    email: 0.9,
    phone: 0.9,
    company: 0.95,
    address: 0.93,
    country: 1,
    message: 0,
  },
  spoken: {
    salutation: 0.8,
    firstName: 0.92,
    title: 0.6,
    email: 0.7,
    phone: 0.97,
    company: 0.35,
    address: 0.2,
    country: 0.7,
    message: 0.9,
  },
}

/** Nobody mails who does not want to; bought addresses bounce more often. */
function consent(random: Random, now: Date, detail: Detail): Draft {
  const isList = detail === 'list'
  const bounced = random.chance(isList ? 0.045 : 0.006)
  return {
    HasOptedOutOfEmail: random.chance(isList ? 0.05 : 0.018),
    DoNotCall: random.chance(isList ? 0.03 : 0.006),
    ...(bounced
      ? {
          EmailBouncedReason: random.pick(['Mailbox does not exist', 'Domain does not answer', 'Mailbox is full']),
          EmailBouncedDate: daysAfter(now, 0).toISOString(),
        }
      : {}),
  }
}
