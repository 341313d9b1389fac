import type { FieldValues, StoredRecord } from '../../ground/objects/definition.ts'

/** Objects whose records may be duplicates of each other. */
export const matchables = ['Lead', 'Contact', 'Account'] as const
export type Matchable = (typeof matchables)[number]

/** A record, stored or still being typed, to find duplicates of. Values by API name; of a contact also its account's name. */
export interface Subject {
  readonly id?: number
  readonly values: FieldValues
  readonly accountName?: string
}

/** Where duplicates of an object are looked for: a person may be known as a lead and as a contact. */
export const lookedForIn: Readonly<Record<Matchable, readonly Matchable[]>> = {
  Lead: ['Lead', 'Contact'],
  Contact: ['Contact', 'Lead'],
  Account: ['Account'],
}

/** The fields records are compared by. */
export const comparedFields: Readonly<Record<Matchable, readonly string[]>> = {
  Lead: [
    'FirstName',
    'LastName',
    'Title',
    'Company',
    'Email',
    'Phone',
    'MobilePhone',
    'Website',
    'Street',
    'City',
    'PostalCode',
    'Country',
  ],
  Contact: [
    'FirstName',
    'LastName',
    'Title',
    'AccountId',
    'Email',
    'Phone',
    'MobilePhone',
    'MailingStreet',
    'MailingCity',
    'MailingPostalCode',
    'MailingCountry',
    'Birthdate',
  ],
  Account: ['Name', 'Website', 'Phone', 'BillingStreet', 'BillingCity', 'BillingPostalCode', 'BillingCountry'],
}

/** A stored record that is probably the same as the one asked about, and why. */
export interface Match {
  readonly object: Matchable
  readonly id: number
  /** 0 to 1. */
  readonly probability: number
  /** Sentences for people, strongest first. */
  readonly reasons: readonly string[]
  /** What of the record is shown beside the reasons, by API name. */
  readonly record: StoredRecord
}

/** A group found in the data: records of one object that are probably one, each with its reasons. */
export interface DuplicateGroup {
  readonly object: Matchable
  readonly record: StoredRecord
  readonly matches: readonly Match[]
}
