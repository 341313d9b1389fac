import { pairedFields } from '../../../shared/segmentCondition.ts'
import { fieldNamed, type Field, type ObjectDefinition } from '../../ground/objects/definition.ts'
import { unknownField } from '../../ground/objects/filter.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Role } from './segment.ts'

export type Definitions = Readonly<
  Record<'Lead' | 'Contact' | 'Account' | 'Campaign' | 'Task' | 'Event', ObjectDefinition>
>

/** Where a condition's field is found for a lead or a contact: on it, on its account, or on neither, as of a lead the contact's department. */
export type FieldPlace = { readonly of: 'Lead' | 'Contact' | 'Account'; readonly field: Field }

/** Throws `invalid_field` for a field nobody has; undefined where people of this role have none. */
export function placeOf(definitions: Definitions, name: string, role: Role): FieldPlace | undefined {
  const dot = name.indexOf('.')
  if (dot > 0) {
    const place = qualified(definitions, name.slice(0, dot), name.slice(dot + 1))
    return place.of === role || (place.of === 'Account' && role === 'Contact') ? place : undefined
  }
  const pair = pairedFields[name]
  if (pair !== undefined)
    return role === 'Lead' ? qualified(definitions, 'Lead', pair.Lead) : placeOf(definitions, inContact(pair), role)
  const [lead, contact] = [fieldNamed(definitions.Lead, name), fieldNamed(definitions.Contact, name)]
  if (lead === undefined || contact === undefined || lead.type !== contact.type) throw notShared(name)
  return { of: role, field: role === 'Lead' ? lead : contact }
}

/** The type of what a condition's field holds. */
export function typeOfField(definitions: Definitions, name: string): Field['type'] | undefined {
  return (placeOf(definitions, name, 'Lead') ?? placeOf(definitions, name, 'Contact'))?.field.type
}

const inContact = ({ Contact }: { readonly Contact: string }): string =>
  Contact.includes('.') ? Contact : `Contact.${Contact}`

function qualified(definitions: Definitions, of: string, name: string): FieldPlace {
  if (of !== 'Lead' && of !== 'Contact' && of !== 'Account') throw notShared(`${of}.${name}`)
  const field = fieldNamed(definitions[of], name)
  if (field === undefined) throw unknownField(definitions[of], name)
  return { of, field }
}

const notShared = (name: string): Refusal =>
  new Refusal(
    'invalid_field',
    `Leads and contacts have no field ‘${name.slice(0, 100)}’ in common. Ask for one of them: Lead.Status, Contact.Department, Account.Rating.`,
    { kind: 'malformed', field: 'Condition', value: name.slice(0, 100) },
  )
