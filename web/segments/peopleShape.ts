import { useMemo } from 'react'
import { pairedFields } from '../../shared/segmentCondition.ts'
import { type Field, type ObjectShape, useObject } from '../api/describe.ts'

export type PeopleShape = Pick<ObjectShape, 'fields' | 'fieldNamed'>

/** The fields conditions may ask for: what leads and contacts have in common, then what only one of them has, or the account of a contact. */
export function usePeopleShape(): PeopleShape {
  const lead = useObject('Lead')
  const contact = useObject('Contact')
  const account = useObject('Account')
  return useMemo(() => {
    const common = lead.fields.filter(
      ({ name, type }) => pairedFields[name] !== undefined || contact.fieldNamed.get(name)?.type === type,
    )
    const shared = new Set(common.map(({ name }) => name))
    const paired = new Set(Object.values(pairedFields).map(({ Contact }) => Contact))
    const only = (of: 'Lead' | 'Contact' | 'Account', fields: readonly Field[]): Field[] =>
      fields
        .filter(
          ({ name }) => (of === 'Account' || !shared.has(name)) && !paired.has(name) && !paired.has(`${of}.${name}`),
        )
        .map((field) => ({ ...field, name: `${of}.${field.name}`, label: `${field.label} (${of.toLowerCase()})` }))
    const fields = [
      ...common,
      ...only('Lead', lead.fields),
      ...only('Contact', contact.fields),
      ...only('Account', account.fields),
    ].filter(({ name, type }) => type !== 'id' && !/(^|\.)(SystemModstamp|IsDeleted|PersonId|IsConverted)$/.test(name))
    return { fields, fieldNamed: new Map(fields.map((field) => [field.name, field])) }
  }, [lead, contact, account])
}

/** What a field is called in a sentence, which says itself whose it is. */
export const plainLabel = ({ label }: Pick<Field, 'label'>): string => label.replace(/ \((lead|contact|account)\)$/, '')

const headings: Readonly<Record<string, string>> = {
  Lead: 'Leads only',
  Contact: 'Contacts only',
  Account: 'The account of a contact',
}

/** Whose field it is, as the heading it is offered under. */
export const headingOf = ({ name }: Pick<Field, 'name'>): string =>
  headings[name.split('.').at(-2) ?? ''] ?? 'Leads and contacts'
