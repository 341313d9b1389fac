/** What matching looks at in a lead or a contact. Blank, null and absent are the same: unknown. */
export interface PersonFacts {
  readonly firstName?: string | null
  readonly lastName?: string | null
  readonly title?: string | null
  /** The lead's company, or the name of the contact's account. */
  readonly company?: string | null
  readonly email?: string | null
  readonly phone?: string | null
  readonly mobilePhone?: string | null
  readonly website?: string | null
  readonly street?: string | null
  readonly city?: string | null
  readonly postalCode?: string | null
  readonly country?: string | null
  /** `YYYY-MM-DD` */
  readonly birthdate?: string | null
  /** What is known besides, by the name of its column; compared as text. */
  readonly others?: Readonly<Record<string, string | null | undefined>>
}

/** What matching looks at in an account. */
export interface AccountFacts {
  readonly name?: string | null
  readonly website?: string | null
  readonly phone?: string | null
  readonly street?: string | null
  readonly city?: string | null
  readonly postalCode?: string | null
  readonly country?: string | null
  /** What is known besides, by the name of its column; compared as text. */
  readonly others?: Readonly<Record<string, string | null | undefined>>
}

type Values = Readonly<Record<string, unknown>>

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

// What forms and imports write where nobody named a company; two who say so do not share one.
const NOT_PROVIDED = /^\[?not provided\]?$/i

const company = (value: unknown): string | undefined => {
  const name = text(value)
  return name === undefined || NOT_PROVIDED.test(name.trim()) ? undefined : name
}

/** Reads a lead's values by their API names. */
export const leadFacts = (lead: Values): PersonFacts => ({
  firstName: text(lead['FirstName']),
  lastName: text(lead['LastName']),
  title: text(lead['Title']),
  company: company(lead['Company']),
  email: text(lead['Email']),
  phone: text(lead['Phone']),
  mobilePhone: text(lead['MobilePhone']),
  website: text(lead['Website']),
  street: text(lead['Street']),
  city: text(lead['City']),
  postalCode: text(lead['PostalCode']),
  country: text(lead['Country']),
})

/** Reads a contact's values by their API names; its company is the name of its account. */
export const contactFacts = (contact: Values, accountName: string | undefined): PersonFacts => ({
  firstName: text(contact['FirstName']),
  lastName: text(contact['LastName']),
  title: text(contact['Title']),
  company: accountName,
  email: text(contact['Email']),
  phone: text(contact['Phone']),
  mobilePhone: text(contact['MobilePhone']),
  street: text(contact['MailingStreet']),
  city: text(contact['MailingCity']),
  postalCode: text(contact['MailingPostalCode']),
  country: text(contact['MailingCountry']),
  birthdate: text(contact['Birthdate']),
})

/** Reads an account's values by their API names. */
export const accountFacts = (account: Values): AccountFacts => ({
  name: text(account['Name']),
  website: text(account['Website']),
  phone: text(account['Phone']),
  street: text(account['BillingStreet']),
  city: text(account['BillingCity']),
  postalCode: text(account['BillingPostalCode']),
  country: text(account['BillingCountry']),
})

/** The account a lead would become: for finding the accounts it may belong to. */
export const accountFactsOfLead = (lead: Values): AccountFacts => {
  const { company, email, website, phone, street, city, postalCode, country } = leadFacts(lead)
  return {
    name: company,
    website: website ?? email?.slice(email.lastIndexOf('@') + 1),
    phone,
    street,
    city,
    postalCode,
    country,
  }
}
