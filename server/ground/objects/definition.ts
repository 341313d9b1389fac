import { numberNamed } from '../../../shared/ids.ts'
import type { Refusal } from '../../platform/errors.ts'
import { sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor, Permitted } from '../users/actor.ts'

export const fieldTypes = [
  'id',
  'string',
  'textarea',
  'picklist',
  'multipicklist',
  'boolean',
  'int',
  'double',
  'currency',
  'percent',
  'date',
  'datetime',
  'email',
  'phone',
  'url',
  'reference',
  'base64',
] as const

export type FieldType = (typeof fieldTypes)[number]

export type PicklistValue = {
  readonly value: string
  readonly label: string
  readonly isDefault?: boolean
  readonly note?: string
}

/** What a field is. From this come its column, its check, its place in describe, forms, imports and history. */
export type Field = {
  /** The standard API name: `LastName`. */
  readonly name: string
  readonly label: string
  readonly type: FieldType
  /** The column, when it is not the name in snake case. */
  readonly column: string
  /** Instead of a column: how the value is found, given the table's alias. Such a field is read-only. */
  readonly expression?: (alias: string) => RawBuilder<unknown>
  /** Costs too much to come along unasked: a list or a record holds it when it is named in `fields`. */
  readonly onDemand?: boolean
  /** Expected by the field's own tools only: our pages and API do not show it. */
  readonly forTools?: boolean
  /** Worked out from other fields when read, and turned into them by its room when sent. */
  readonly isUnderstood?: boolean
  readonly length?: number
  readonly scale?: number
  /** The least and the most a number may be. */
  readonly range?: readonly [least: number, most: number]
  readonly required?: boolean
  /** Whether the column never holds null, so that a list may be sorted by it through an index. */
  readonly neverNull?: boolean
  /** Of a picklist: an index holds the records of each value in the order of creation, or does `along` with one that comes first in it. */
  readonly inOrder?: 'first' | 'along'
  readonly defaultValue?: FieldValue
  /** What tools are told where nobody chose: what holds then. */
  readonly toolsDefault?: string
  readonly picklist?: readonly PicklistValue[] | ((tx: Tx) => Promise<readonly PicklistValue[]>)
  /** Only the listed values are taken. */
  readonly restricted?: boolean
  readonly referenceTo?: readonly string[]
  /** The numbers of an org's own objects it may point to, which only the org's catalogue knows. */
  readonly referenceNumbers?: readonly number[]
  /** It leads to a row about the same object as its own row: who asks about one object finds no other's there. */
  readonly aboutTheSame?: boolean
  /** What the referenced record calls the records that point to it: `Contacts`, `Invoices` (in queries `Invoices__r`). */
  readonly childRelationshipName?: string
  /** The record belongs to what it points to: it is seen, deleted and restored with it. */
  readonly masterDetail?: boolean
  /** What the referenced record is called in an answer: `Owner` for `OwnerId`. */
  readonly relationshipName?: string
  /** Why nobody sets this by hand; the sentence is shown to who tries. */
  readonly readOnly?: string
  /** Set when the record is made, and not changed afterwards. */
  readonly createOnly?: boolean
  /** Whether its changes stay in the history; they do unless this is false. */
  readonly tracked?: boolean
  /** Found by search. */
  readonly searched?: boolean
  readonly unique?: boolean
  /** Of a unique text: whether 'a' and 'A' are two values. */
  readonly caseSensitive?: boolean
  /** Numbers itself by this format when a record is made: `INV-{0000}`. */
  readonly autoNumber?: string
  readonly externalId?: boolean
  readonly custom?: boolean
  readonly help?: string
  /** The heading it stands under on a page. */
  readonly section?: string
}

export type FieldValue = string | number | boolean | Date | null

/** A record by API names. Ids are numbers here; the edges show their 18-character form. */
export type FieldValues = Readonly<Record<string, FieldValue>>

/** A record read from the database: its id and version are always there. */
export type StoredRecord = FieldValues & { readonly Id: number; readonly version: number }

/** Objects by their names in lower case: rows that tell of others need not be there. */
export type About = ReadonlySet<string>

/** That what a path leads to is one of these texts; names and texts in lower case. */
export type AskedFor = { readonly path: readonly string[]; readonly values: readonly string[] }

export type ObjectDefinition = Permitted & {
  readonly name: string
  /** The number its ids begin with, of an object an org made itself; a standard one has it by its name. */
  readonly number?: number
  readonly label: string
  readonly labelPlural: string
  /** The word in addresses: `leads`. */
  readonly path: string
  readonly table: string
  /** Only asked for by name, through Tooling API: it stands in no list of objects. */
  readonly toolingOnly?: boolean
  /** What is published under it is told to who listens, and is no record: it stands in no list of objects. */
  readonly isEvent?: boolean
  /** Only read as what stands beside a record, in a sub-query of it. */
  readonly onlyBeside?: boolean
  /** Instead of a table: the query whose rows are the records. Such an object is only read. */
  readonly rows?: (about?: About) => RawBuilder<unknown>
  /** The same where the rows tell of the objects of an org: its catalogue gives them. */
  readonly rowsFor?: (all: readonly ObjectDefinition[], about?: About) => RawBuilder<unknown>
  /** Which objects the rows can only be about, of which this is asked; undefined when they may be about any. */
  readonly aboutOf?: (asked: readonly AskedFor[]) => About | undefined
  /** And who sees which of them, where that follows from the objects of an org. */
  readonly reachFor?: (all: readonly ObjectDefinition[]) => ObjectDefinition['reach']
  readonly fields: readonly Field[]
  readonly field: ReadonlyMap<string, Field>
  /** The field that names a record to people. */
  readonly nameField: string
  readonly hasOwner: boolean
  /** Whether deleting puts it into the recycle bin. */
  readonly hasRecycleBin: boolean
  /** A boolean field; where it is set, only the owner and who sees everything may see the record. */
  readonly privateField?: string
  /** References that must all be within the actor's reach, unless the record is the actor's own: a note about a lead is seen by who sees the lead. */
  readonly reachedThrough?: readonly string[]
  /** The reference to what it is a part of: with that it lies in the recycle bin, and comes back out of it. */
  readonly binnedWith?: string
  /** A further condition under which the record may be seen, whoever asks. */
  readonly reach?: (actor: Actor, alias: string) => RawBuilder<unknown>
  /** An org's own objects it is reached through, which only the org's catalogue knows. */
  readonly masters?: ReadonlyMap<string, ObjectDefinition>
  /** Whether its records are kept to their owners, and who sees everything, of an object an org made itself. */
  readonly isPrivate?: boolean
  /** Columns computed from the record whenever it is saved: search words, match keys. What stands in `known` need not be computed again. */
  readonly derive?: (record: FieldValues, known: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
  readonly derivedTypes?: Readonly<Record<string, string>>
  /** The condition that a record is found by these words where they are another record's: a member is found as the person they are. */
  readonly foundAs?: (alias: string, words: RawBuilder<unknown>) => RawBuilder<unknown>
  /** What its room does before rows of it, named by this condition over `t`, go for good, alone or with what they belong to. */
  readonly leaving?: (tx: Tx, going: RawBuilder<unknown>) => Promise<unknown>
  /** What the word means, for people who meet it. */
  readonly meaning: string
  /** What to say to somebody who sets a field that belongs to another word: an amount on a lead. */
  readonly teach?: (fieldName: string, pointedAt?: string) => Refusal | undefined
}

export type FieldDeclaration = Omit<Field, 'column' | 'label'> & { readonly column?: string; readonly label?: string }

export type Declaration = Omit<ObjectDefinition, 'fields' | 'field'> & {
  readonly fields: readonly FieldDeclaration[]
  /** The system fields it has; all of them unless said. */
  readonly systemFields?: readonly string[]
}

const definitions = new Map<string, ObjectDefinition>()

/** Declares an object once; everything that works on any object finds it by its name. */
export function defineObject(declaration: Declaration): ObjectDefinition {
  const definition = composeObject(declaration)
  definitions.set(declaration.name.toLowerCase(), definition)
  return definition
}

/** The definition a declaration makes, with the fields every object has; nobody finds it by its name. */
export function composeObject(declaration: Declaration): ObjectDefinition {
  const system = systemFields(declaration).filter(({ name }) => declaration.systemFields?.includes(name) !== false)
  const fields = [...declaration.fields, ...system].map(completed)
  return { ...declaration, fields, field: byLowerName(fields) }
}

export const standardDefinition = (name: string): ObjectDefinition | undefined => definitions.get(name.toLowerCase())

/** The objects whose records we keep. */
export const standardDefinitions = (): readonly ObjectDefinition[] =>
  [...definitions.values()].filter(({ rows }) => rows === undefined)

/** All objects, those included that are read from what others keep: histories, profiles, the catalogue itself. */
export const everyDefinition = (): readonly ObjectDefinition[] => [...definitions.values()]

/** How many objects are declared so far: rooms declare theirs as they are loaded. */
export const declaredObjects = (): number => definitions.size

/** What stands after `from` to read an object's records; rows about other objects than these may be left out. */
export const rowsOf = ({ table, rows }: ObjectDefinition, about?: About): RawBuilder<unknown> =>
  rows === undefined ? sql.table(table) : sql`(${rows(about)})`

/** The definition with further fields: an org's custom ones. */
export const withFields = (definition: ObjectDefinition, more: readonly Field[]): ObjectDefinition => {
  const fields = [...definition.fields, ...more]
  return { ...definition, fields, field: byLowerName(fields) }
}

/** A field by its name in any letter case, as the field's tools send it. */
export const fieldNamed = (definition: ObjectDefinition, name: string): Field | undefined =>
  definition.field.get(name) ?? definition.field.get(name.toLowerCase())

/** The number the ids of an object's records begin with; undefined of what has no ids of its own. */
export const numberOf = ({ name, number }: Pick<ObjectDefinition, 'name' | 'number'>): number | undefined =>
  number ?? numberNamed(name)

export const snakeCase = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()

export const isDerived = (field: Field): boolean => field.expression !== undefined

/** Whether two values are the same to who reads them. */
export function isSame(left: FieldValue | undefined, right: FieldValue | undefined): boolean {
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime()
  return (left ?? null) === (right ?? null)
}

/** By the name as it is declared, as most send it, and in small letters. */
const byLowerName = (fields: readonly Field[]): Map<string, Field> =>
  new Map(
    fields.flatMap((field): [string, Field][] => [
      [field.name, field],
      [field.name.toLowerCase(), field],
    ]),
  )

const completed = (field: FieldDeclaration): Field => ({
  ...field,
  label:
    field.label ??
    field.name.replace(/Id$/, '').replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`),
  column: field.column ?? snakeCase(field.name),
})

/** Why nobody sets a field by hand. */
export const BY_ASSAY = 'Assay keeps this itself.'

function systemFields(declaration: Declaration): readonly FieldDeclaration[] {
  const system = { readOnly: BY_ASSAY, section: 'System' } as const
  return [
    { name: 'Id', type: 'id', referenceTo: [declaration.name], column: 'id', neverNull: true, ...system },
    ...(declaration.hasRecycleBin ? ([deletedField(system)] as const) : []),
    { name: 'CreatedDate', label: 'Created', type: 'datetime', column: 'created_at', neverNull: true, ...system },
    {
      name: 'CreatedById',
      label: 'Created by',
      type: 'reference',
      referenceTo: ['User'],
      relationshipName: 'CreatedBy',
      ...system,
    },
    {
      name: 'LastModifiedDate',
      label: 'Last changed',
      type: 'datetime',
      column: 'last_modified_at',
      neverNull: true,
      ...system,
    },
    {
      name: 'LastModifiedById',
      label: 'Last changed by',
      type: 'reference',
      referenceTo: ['User'],
      relationshipName: 'LastModifiedBy',
      ...system,
    },
    {
      name: 'SystemModstamp',
      label: 'System time stamp',
      type: 'datetime',
      column: 'last_modified_at',
      neverNull: true,
      ...system,
    },
  ]
}

const deletedField = (system: { readonly readOnly: string; readonly section: string }): FieldDeclaration => ({
  name: 'IsDeleted',
  label: 'Deleted',
  type: 'boolean',
  expression: (alias) => sql`${sql.ref(`${alias}.deleted_at`)} is not null`,
  ...system,
})
