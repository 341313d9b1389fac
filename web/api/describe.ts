import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import { keys } from './queries.ts'

export type FieldType =
  | 'id' | 'text' | 'longText' | 'number' | 'currency' | 'percent' | 'date' | 'datetime'
  | 'checkbox' | 'picklist' | 'multipicklist' | 'url' | 'email' | 'phone' | 'reference'

export type PicklistValue = Readonly<{ value: string; label: string }>

/** One field of an object, as the org has it and as this person may use it. */
export type Field = Readonly<{
  name: string
  label: string
  type: FieldType
  length?: number
  scale?: number
  required: boolean
  readOnly: boolean
  /** The allowed values of a picklist, in their order. */
  picklist: readonly PicklistValue[]
  /** The objects a reference may point to. */
  references: readonly string[]
  /** Whether lists can be filtered and sorted by it. */
  filterable: boolean
  sortable: boolean
  help?: string
}>

export type ObjectShape = Readonly<{
  name: string
  label: string
  labelPlural: string
  keyPrefix: string
  fields: readonly Field[]
  fieldNamed: ReadonlyMap<string, Field>
  may: Readonly<{ read: boolean; create: boolean; update: boolean; delete: boolean }>
}>

const describeQuery = (objectName: string) =>
  queryOptions({
    queryKey: keys.describe(objectName),
    queryFn: async ({ signal }) => readShape(objectName, await api.get<unknown>(`/objects/${objectName}`, { signal })),
    staleTime: 5 * 60_000,
  })

/** What an object is: labels, fields, and what this person may do with it. Suspends; the page's skeleton shows meanwhile. */
export const useObject = (objectName: string): ObjectShape => useSuspenseQuery(describeQuery(objectName)).data

// The describe answer speaks the field's own type names; the web needs to know only how each is shown and edited.
const types: Readonly<Record<string, FieldType>> = {
  id: 'id', text: 'text', string: 'text', longtext: 'longText', textarea: 'longText', html: 'longText',
  number: 'number', int: 'number', integer: 'number', double: 'number', currency: 'currency', money: 'currency', percent: 'percent',
  date: 'date', datetime: 'datetime', checkbox: 'checkbox', boolean: 'checkbox', picklist: 'picklist', combobox: 'picklist',
  multipicklist: 'multipicklist', url: 'url', email: 'email', phone: 'phone', reference: 'reference',
}

type Loose = Readonly<Record<string, unknown>>
const part = (raw: unknown): Loose => (typeof raw === 'object' && raw !== null ? (raw as Loose) : {})
const list = (raw: unknown): readonly unknown[] => (Array.isArray(raw) ? raw : [])

/** Reads a describe answer; what it leaves out takes the careful default. */
export function readShape(objectName: string, answer: unknown): ObjectShape {
  const raw = part(answer)
  const fields = list(raw['fields']).map((field) => readField(part(field)))
  const may = part(raw['may'] ?? raw['permissions'])
  const allowed = (word: string, flag: string) => (may[word] ?? raw[flag] ?? true) === true
  const label = String(raw['label'] ?? objectName)
  return {
    name: String(raw['name'] ?? objectName),
    label,
    labelPlural: String(raw['labelPlural'] ?? raw['plural'] ?? `${label}s`),
    keyPrefix: String(raw['keyPrefix'] ?? ''),
    fields,
    fieldNamed: new Map(fields.map((field) => [field.name, field])),
    may: {
      read: allowed('read', 'queryable'),
      create: allowed('create', 'createable'),
      update: allowed('update', 'updateable'),
      delete: allowed('delete', 'deletable'),
    },
  }
}

function readField(raw: Loose): Field {
  const name = String(raw['name'])
  const picklist = list(raw['picklist'] ?? raw['picklistValues'] ?? raw['values']).map(readValue)
  const references = typeof raw['references'] === 'string' ? [raw['references']] : list(raw['references'] ?? raw['referenceTo']).map(String)
  return {
    name,
    label: String(raw['label'] ?? name),
    type: types[String(raw['type']).toLowerCase().replaceAll(/[^a-z]/g, '')] ?? 'text',
    ...(typeof raw['length'] === 'number' ? { length: raw['length'] } : {}),
    ...(typeof raw['scale'] === 'number' ? { scale: raw['scale'] } : {}),
    required: raw['required'] === true,
    readOnly: raw['readOnly'] === true || raw['updateable'] === false,
    picklist,
    references,
    filterable: raw['filterable'] !== false,
    sortable: raw['sortable'] !== false,
    ...(typeof raw['help'] === 'string' && raw['help'] !== '' ? { help: raw['help'] } : {}),
  }
}

function readValue(raw: unknown): PicklistValue {
  if (typeof raw === 'string') return { value: raw, label: raw }
  const value = String(part(raw)['value'] ?? part(raw)['label'])
  return { value, label: String(part(raw)['label'] ?? value) }
}
