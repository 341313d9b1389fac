import { sql, type RawBuilder } from '../../../platform/sql.ts'
import type { Field, FieldType } from '../definition.ts'
import { fullName } from '../expressions.ts'
import { isText, valueOf } from '../filter.ts'
import { dateFunction, isDateFunction } from './dateFunctions.ts'
import { distance } from './distance.ts'
import { malformed, unknownColumn, type Place } from './refusals.ts'
import { addressParts } from './relationships.ts'
import { fieldOf, typeOfNode, walk, type Node, type Scope } from './scope.ts'
import type { Call, Path } from './syntax.ts'
import type { Operand } from './operand.ts'

/** What a path or a function means here. Refuses what does not exist. */
export function operandOf(scope: Scope, value: Path | Call): Operand {
  if ('names' in value) return fieldOperand(scope, value)
  const [first] = value.args
  if (value.call === 'distance') return distance(scope, value)
  if (isDateFunction(value.call)) return dateFunction(scope, value, (path) => fieldOperand(scope, path))
  if (value.call === 'tolabel' && first !== undefined && 'names' in first && value.args.length === 1)
    return { ...labelled(scope, fieldOperand(scope, first)), at: value.at }
  throw malformed(scope.context.text, value.at, `unexpected function: '${value.written.slice(0, 60)}'`)
}

const labelled = ({ context }: Scope, operand: Operand): Operand => {
  if (operand.type === 'picklist' || operand.type === 'multipicklist') return { ...operand, byLabel: true }
  // Other texts have no labels of their own; the field's tools ask for RecordType.Name by its label.
  if (isTextType(operand.type)) return operand
  throw malformed(context.text, operand.at, `field '${operand.name}' does not support toLabel`)
}

export function fieldOperand(scope: Scope, path: Path): Operand {
  const { node, name } = walk(scope, path)
  return nodeOperand(scope, node, name, path)
}

/** Fields every person or thing of several objects has, as far as any of them has it. */
const NAME_FIELDS = new Map<string, FieldType>(
  Object.entries({
    Id: 'id',
    Name: 'string',
    Type: 'string',
    FirstName: 'string',
    LastName: 'string',
    Title: 'string',
    Email: 'email',
    Phone: 'phone',
    Username: 'string',
    Alias: 'string',
    IsActive: 'boolean',
    ProfileId: 'reference',
    UserRoleId: 'reference',
  } as const).map(([name, type]) => [name.toLowerCase(), type]),
)

/** The name a field of a record of several objects has in an answer. */
const NAME_NAMES = new Map(
  [
    'Id',
    'Name',
    'Type',
    'FirstName',
    'LastName',
    'Title',
    'Email',
    'Phone',
    'Username',
    'Alias',
    'IsActive',
    'ProfileId',
    'UserRoleId',
  ].map((name) => [name.toLowerCase(), name]),
)

/** A field of a record the path led to. */
export function nodeOperand(scope: Scope, node: Node, name: string, { at }: Path): Operand {
  if (node.isMixed) return mixedOperand(scope, node, name, at)
  const [found] = fieldOf(node, name)
  if (found === undefined) throw noSuchField(scope, node, name, at)
  const { field, alias } = found
  return {
    sql: node.level === 0 ? valueForTools(field, alias) : valueThere(field, alias),
    type: field.type,
    name: field.name,
    at,
    neverNull: field.neverNull === true && node.level === 0,
    field,
    ...(field.expression === fullName ? { lastName: sql.ref(`${alias}.last_name`) } : {}),
  }
}

function mixedOperand(scope: Scope, node: Node, name: string, at: Place): Operand {
  const type = NAME_FIELDS.get(name.toLowerCase())
  if (type === undefined) throw unknownColumn(scope.context.text, at, name, 'Name')
  const common = { name: NAME_NAMES.get(name.toLowerCase()) ?? name, at, neverNull: false, type }
  if (common.name === 'Type') return { ...common, sql: typeOfNode(node) }
  if (common.name === 'Id') return { ...common, sql: node.id }
  const values = node.targets.flatMap(({ definition, alias }) => {
    // What names the record is not called Name everywhere: a task has a subject.
    const wanted = common.name === 'Name' ? definition.nameField : common.name
    const field = definition.field.get(wanted.toLowerCase())
    return field === undefined ? [] : [valueThere(field, alias)]
  })
  if (values.length === 0) return { ...common, sql: type === 'boolean' ? sql`null::boolean` : sql`null::text` }
  return { ...common, sql: sql`coalesce(${sql.join(values)})` }
}

/** A value worked out from a record that is not there is none: without its columns an expression may say anything. */
const valueThere = (field: Field, alias: string): RawBuilder<unknown> =>
  field.expression === undefined
    ? valueForTools(field, alias)
    : sql`case when ${sql.ref(`${alias}.id`)} is not null then ${valueOf(field, alias)} end`

const valueForTools = (field: Field, alias: string): RawBuilder<unknown> =>
  field.toolsDefault === undefined
    ? valueOf(field, alias)
    : sql`coalesce(${valueOf(field, alias)}, case when ${sql.ref(`${alias}.id`)} is not null then ${sql.lit(field.toolsDefault)} end)`

function noSuchField({ context }: Scope, { targets, type }: Node, name: string, at: Place) {
  const definition = targets[0]?.definition
  if (definition !== undefined && addressParts(definition, name) !== undefined)
    return malformed(context.text, at, `field '${name}' can not be filtered in a query call`)
  return unknownColumn(context.text, at, name, type)
}

export const isTextType = (type: FieldType): boolean => isText({ name: '', label: '', column: '', type })

/** Text is compared and sorted without regard to letter case, as the indexes hold it. */
export const folded = ({ sql: value, type }: Operand): RawBuilder<unknown> =>
  isTextType(type) && type !== 'picklist' ? sql`lower(${value})` : value

const LONGEST_COMPARED = 255

/** Long texts are neither filtered, sorted nor grouped by. */
export const isLong = ({ type, field }: Operand): boolean =>
  type === 'base64' || (type === 'textarea' && (field?.length ?? 0) > LONGEST_COMPARED)

const NUMBERS = new Set<FieldType>(['int', 'double', 'currency', 'percent'])

export const isNumber = ({ type }: Operand): boolean => NUMBERS.has(type)
