import type { Mapping, Target } from '../../../shared/conversionMapping.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValue, FieldValues, ObjectDefinition, StoredRecord } from '../../ground/objects/definition.ts'

/** The setting: additions to the standard mapping, and null for a field that is not to be carried over. */
export type MappingSetting = Partial<Record<Target, Readonly<Record<string, string | null>>>>

const address = (kind: string): Record<string, string> =>
  Object.fromEntries(['Street', 'City', 'State', 'PostalCode', 'Country'].map((part) => [`${kind}${part}`, part]))

/** Where the field's tools put a lead's standard fields. */
const STANDARD: Mapping = {
  Account: {
    Name: 'Company',
    Phone: 'Phone',
    Fax: 'Fax',
    Website: 'Website',
    Industry: 'Industry',
    AnnualRevenue: 'AnnualRevenue',
    NumberOfEmployees: 'NumberOfEmployees',
    Rating: 'Rating',
    AccountSource: 'LeadSource',
    ValueProposition: 'ValueProposition',
    ...address('Billing'),
    BillingLatitude: 'Latitude',
    BillingLongitude: 'Longitude',
  },
  Contact: {
    Salutation: 'Salutation',
    FirstName: 'FirstName',
    LastName: 'LastName',
    Title: 'Title',
    Email: 'Email',
    Phone: 'Phone',
    MobilePhone: 'MobilePhone',
    Fax: 'Fax',
    LeadSource: 'LeadSource',
    Description: 'Description',
    ...address('Mailing'),
    DoNotCall: 'DoNotCall',
    HasOptedOutOfEmail: 'HasOptedOutOfEmail',
    HasOptedOutOfFax: 'HasOptedOutOfFax',
    EmailBouncedReason: 'EmailBouncedReason',
    EmailBouncedDate: 'EmailBouncedDate',
  },
  Opportunity: { LeadSource: 'LeadSource' },
}

/** A no to being contacted survives everything: it is carried to an existing contact, too. */
const STICKY = new Set(['DoNotCall', 'HasOptedOutOfEmail', 'HasOptedOutOfFax'])

type Drawn = { readonly from: readonly ObjectDefinition[]; readonly setting: string; readonly mapping: Mapping }

const drawnBefore = new WeakMap<ObjectDefinition, Drawn>()

/** The standard mapping, the custom fields that bear the same name and type on both sides, and the org's own choice on top. */
export async function mappingFor(tx: Tx, setting: MappingSetting): Promise<Mapping> {
  const lead = await definitionOf(tx, 'Lead')
  const [account, contact, opportunity] = [
    await definitionOf(tx, 'Account'),
    await definitionOf(tx, 'Contact'),
    await definitionOf(tx, 'Opportunity'),
  ]
  // Definitions stay the same objects until somebody changes fields, and every conversion asks.
  const [from, text] = [[account, contact, opportunity], JSON.stringify(setting)]
  const before = drawnBefore.get(lead)
  if (before?.setting === text && before.from.every((one, at) => one === from[at])) return before.mapping
  const mapping: Mapping = {
    Account: mapped(lead, account, STANDARD.Account, setting.Account),
    Contact: mapped(lead, contact, STANDARD.Contact, setting.Contact),
    Opportunity: mapped(lead, opportunity, STANDARD.Opportunity, setting.Opportunity),
  }
  drawnBefore.set(lead, { from, setting: text, mapping })
  return mapping
}

function mapped(
  lead: ObjectDefinition,
  target: ObjectDefinition,
  standard: Readonly<Record<string, string>>,
  chosen: Readonly<Record<string, string | null>> = {},
): Record<string, string> {
  const alike = lead.fields.filter(
    (field) => field.custom === true && target.field.get(field.name.toLowerCase())?.type === field.type,
  )
  const all = { ...standard, ...Object.fromEntries(alike.map(({ name }) => [name, name])), ...chosen }
  // A field that was removed since somebody chose it is left out rather than in the way.
  return Object.fromEntries(
    Object.entries(all).flatMap(([to, from]) => {
      const [source, goal] = [
        from === null ? undefined : lead.field.get(from.toLowerCase()),
        target.field.get(to.toLowerCase()),
      ]
      return source === undefined || goal === undefined || goal.readOnly !== undefined ? [] : [[goal.name, source.name]]
    }),
  )
}

/** The lead's values under the target's field names; blanks are left out. */
export function carriedOver(mapping: Mapping, target: Target, lead: StoredRecord): FieldValues {
  return Object.fromEntries(
    Object.entries(mapping[target]).flatMap(([to, from]) => {
      const value = lead[from]
      return isBlank(value) || value === undefined ? [] : [[to, value]]
    }),
  )
}

/** What of it fills a blank of a record that is there already; a value somebody entered is never replaced. */
export function fillsBlanksOf(existing: FieldValues, carried: FieldValues): FieldValues {
  const fits = Object.entries(carried).filter(([name, value]) => isFillable(name, existing[name], value))
  const filled = Object.fromEntries(fits)
  const bounced = existing.Email !== carried.Email && !isBlank(existing.Email)
  if (!bounced) return filled
  // A bounce is the fault of the address, and this record has another one.
  const { EmailBouncedReason: _, EmailBouncedDate: __, ...rest } = filled
  return rest
}

/** What stays as it is although the lead says otherwise. */
export const staysInstead = (existing: FieldValues, carried: FieldValues): string[] =>
  Object.keys(carried).filter(
    (name) => !isBlank(existing[name]) && typeof existing[name] !== 'boolean' && existing[name] !== carried[name],
  )

function isFillable(name: string, existing: FieldValue | undefined, value: FieldValue): boolean {
  if (typeof value === 'boolean') return STICKY.has(name) && value && existing !== true
  return isBlank(existing)
}

const isBlank = (value: FieldValue | undefined): boolean => value === null || value === undefined || value === ''
