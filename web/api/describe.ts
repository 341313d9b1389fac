import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import { keys } from './queries.ts'

export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'multipicklist'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'email'
  | 'phone'
  | 'url'
  | 'reference'

export type PicklistValue = Readonly<{ value: string; label: string; isDefault?: boolean; note?: string }>

/** One field of an object, as the org has it and as this person may use it. */
export type Field = Readonly<{
  name: string
  label: string
  type: FieldType
  length: number | null
  scale: number | null
  required: boolean
  /** The values of a picklist in their order; empty for other types. */
  picklist: readonly PicklistValue[]
  /** The objects a reference may point to. */
  referenceTo: readonly string[]
  /** The property under which the record referred to comes along: 'Owner' for OwnerId. */
  relationshipName: string | null
  readOnly: boolean
  /** Why nobody sets it by hand, as a sentence. */
  readOnlyBecause: string | null
  /** Set when the record is made, and not changed afterwards. */
  createOnly: boolean
  custom: boolean
  /** Whether other programs name records by it. */
  externalId: boolean
  searched: boolean
  help: string | null
  /** The heading it stands under on a page. */
  section: string | null
}>

export type OwnChild = Readonly<{
  object: string
  label: string
  labelPlural: string
  field: string
  relationshipName: string | null
  mayCreate: boolean
}>

type ObjectAnswer = Readonly<{
  name: string
  label: string
  labelPlural: string
  /** The word in addresses: 'leads'. */
  path: string
  keyPrefix: string
  /** The field that names a record to people. */
  nameField: string
  /** What the word means, for people who meet it. */
  meaning: string
  hasOwner: boolean
  hasRecycleBin: boolean
  may: Readonly<{ read: boolean; create: boolean; edit: boolean; delete: boolean }>
  /** Made by the organization itself. */
  custom: boolean
  fields: readonly Field[]
  /** Objects of the organization's own whose records point to records of this one. */
  ownChildren: readonly OwnChild[]
}>

/** What an object is, with its fields by name besides. */
export type ObjectShape = ObjectAnswer & Readonly<{ fieldNamed: ReadonlyMap<string, Field> }>

const describeQuery = (objectName: string) =>
  queryOptions({
    queryKey: keys.describe(objectName),
    queryFn: async ({ signal }) => withNames(await api.get<ObjectAnswer>(`/objects/${objectName}`, { signal })),
    staleTime: 5 * 60_000,
  })

const withNames = (answer: ObjectAnswer): ObjectShape => ({
  ...answer,
  fieldNamed: new Map(answer.fields.map((field) => [field.name, field])),
})

export type OwnObject = Pick<ObjectAnswer, 'name' | 'label' | 'labelPlural' | 'custom' | 'may'>

/** The objects the organization made that this person may read; empty until they are known. */
export function useOwnObjects(): readonly OwnObject[] {
  const found = useQuery({
    queryKey: keys.describe(''),
    queryFn: async ({ signal }) => (await api.get<{ objects: readonly OwnObject[] }>('/objects', { signal })).objects,
    staleTime: 5 * 60_000,
  })
  return found.data?.filter(({ custom, may }) => custom && may.read) ?? NONE
}

const NONE: readonly OwnObject[] = []

/** What an object is: labels, fields, and what this person may do with it. Suspends; the page's skeleton shows meanwhile. */
export const useObject = (objectName: string): ObjectShape => useSuspenseQuery(describeQuery(objectName)).data
