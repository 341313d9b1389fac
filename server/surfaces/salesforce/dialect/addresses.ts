import {
  fieldNamed,
  type FieldValue,
  type FieldValues,
  type ObjectDefinition,
} from '../../../ground/objects/definition.ts'

const PARTS = ['Street', 'City', 'State', 'PostalCode', 'Country', 'Latitude', 'Longitude', 'GeocodeAccuracy'] as const
type Part = (typeof PARTS)[number]

/** A compound address: `MailingAddress`, and the fields its parts are kept in. */
export type Address = { readonly name: string; readonly parts: Readonly<Record<Part, string>> }

const PREFIXES = ['', 'Billing', 'Shipping', 'Mailing', 'Other', 'Permanent', 'Current']

const known = new WeakMap<ObjectDefinition, readonly Address[]>()

/** The compound addresses an object has, made of the parts it keeps. */
export function addressesOf(definition: ObjectDefinition): readonly Address[] {
  const seen = known.get(definition)
  if (seen !== undefined) return seen
  const addresses = PREFIXES.filter((prefix) =>
    ['Street', 'City', 'Country'].every((part) => fieldNamed(definition, prefix + part) !== undefined),
  ).map((prefix) => ({ name: `${prefix}Address`, parts: partsWith(prefix) }))
  known.set(definition, addresses)
  return addresses
}

const partsWith = (prefix: string): Record<Part, string> => ({
  Street: `${prefix}Street`,
  City: `${prefix}City`,
  State: `${prefix}State`,
  PostalCode: `${prefix}PostalCode`,
  Country: `${prefix}Country`,
  Latitude: `${prefix}Latitude`,
  Longitude: `${prefix}Longitude`,
  GeocodeAccuracy: `${prefix}GeocodeAccuracy`,
})

/** An address as Salesforce shows it; null when nothing of it is known. */
export function addressIn(record: FieldValues, { parts }: Address): Record<string, FieldValue> | null {
  const shown = {
    city: record[parts.City] ?? null,
    country: record[parts.Country] ?? null,
    geocodeAccuracy: record[parts.GeocodeAccuracy] ?? null,
    latitude: record[parts.Latitude] ?? null,
    longitude: record[parts.Longitude] ?? null,
    postalCode: record[parts.PostalCode] ?? null,
    state: record[parts.State] ?? null,
    street: record[parts.Street] ?? null,
  }
  return Object.values(shown).every((value) => value === null) ? null : shown
}
