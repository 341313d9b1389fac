import { numberOfId } from '../../../../shared/ids.ts'
import { sql, type RawBuilder } from '../../../platform/sql.ts'
import { numberOf, type Field, type ObjectDefinition } from '../definition.ts'
import { valueOf } from '../filter.ts'
import { formatted } from './format.ts'
import { labelsOf } from './labels.ts'
import type { Operand } from './operand.ts'
import { isTextType, nodeOperand } from './operands.ts'
import { malformed, refusalOf, unknownRelation } from './refusals.ts'
import { addressParts } from './relationships.ts'
import type { ReadCell, SoqlColumn } from './rows.ts'
import { parentOf, walk, type Node, type Scope } from './scope.ts'
import type { Call, Path, SelectItem } from './syntax.ts'

/** The list of what is selected: its SQL, and how a row's values are read from it. */
export type SelectList = {
  readonly scope: Scope
  readonly sqls: RawBuilder<unknown>[]
  readonly root: Shape
}

/** The names of a record in an answer, in the order they were first asked for. */
export type Shape = {
  readonly columns: SoqlColumn[]
  readonly reads: ReadCell[]
  readonly seen: Map<string, Shape | true>
}

export const newShape = (): Shape => ({ columns: [], reads: [], seen: new Map() })

export const newList = (scope: Scope): SelectList => ({ scope, sqls: [], root: newShape() })

/** PostgreSQL takes 1,664. */
const MOST_CELLS = 1500

/** Puts a value into the list; answers its place among the cells. */
export function cell(list: SelectList, value: RawBuilder<unknown>): number {
  if (list.sqls.length >= MOST_CELLS)
    throw refusalOf('query_too_complicated', `A query asks for at most ${MOST_CELLS} values a record.`)
  list.sqls.push(value)
  return list.sqls.length - 1
}

/** Adds a column. A name is there once; what was asked for twice is refused as the field's tools are used to. */
export function addColumn(list: SelectList, shape: Shape, column: SoqlColumn, read: ReadCell, at: number): void {
  const key = column.name.toLowerCase()
  if (shape.seen.has(key)) throw malformed(list.scope.context.text, at, `duplicate field selected: ${column.name}`)
  shape.seen.set(key, true)
  shape.columns.push(column)
  shape.reads.push(read)
}

/** Adds a field, with the parents on the way to it. */
export function addPath(list: SelectList, path: Path, alias?: string): void {
  const { node, name } = walk(list.scope, path)
  const shape = alias === undefined ? shapeOf(list, list.scope.root, list.root, path) : list.root
  addField(list, shape, node, name, path, alias)
}

function addField(list: SelectList, shape: Shape, node: Node, name: string, path: Path, alias?: string): void {
  const [target] = node.targets
  const parts = target === undefined || node.isMixed ? undefined : addressParts(target.definition, name)
  if (target !== undefined && parts !== undefined) return addAddress(list, shape, target.alias, name, parts, path.at)
  addOperand(list, shape, nodeOperand(list.scope, node, name, path), alias)
}

function addOperand(list: SelectList, shape: Shape, operand: Operand, alias?: string): void {
  const place = cell(list, operand.sql)
  const { type, field, name, at } = operand
  addColumn(list, shape, { name: alias ?? name, is: 'value', type, field }, (cells) => cells[place] ?? null, at)
}

/** The shapes of the parents a path leads through, made as they are first needed. */
function shapeOf(list: SelectList, from: Node, shape: Shape, path: Path): Shape {
  const { scope } = list
  let node = from
  let here = shape
  for (const relationship of relationshipsOf(scope, path)) {
    const next = parentOf(scope, node, relationship, path)
    here = parentShape(list, here, next, relationshipName(node, relationship), path)
    node = next
  }
  return here
}

/** The relationships of a path, without the object's own name or alias before them. */
function relationshipsOf(scope: Scope, path: Path): readonly string[] {
  const [first = '', ...rest] = path.names
  const start = rest.length === 0 ? undefined : scope.prefixes.get(first.toLowerCase())
  return (start === undefined ? path.names : [...start, ...rest]).slice(0, -1)
}

const relationshipName = (node: Node, written: string): string =>
  node.targets[0]?.definition.fields.find(({ relationshipName: name }) => name?.toLowerCase() === written.toLowerCase())
    ?.relationshipName ?? written

function parentShape(list: SelectList, shape: Shape, node: Node, name: string, { at }: Path): Shape {
  const known = shape.seen.get(name.toLowerCase())
  if (known !== undefined && known !== true) return known
  const inside = newShape()
  const place = cell(list, node.id)
  const make = rowMaker(inside, node.type)
  addColumn(
    list,
    shape,
    { name, is: 'parent', columns: inside.columns },
    (cells) => make(cells, idAt(cells, place)),
    at,
  )
  shape.seen.set(name.toLowerCase(), inside)
  return inside
}

/** Null rather than a row where there is no record. */
const rowMaker =
  ({ columns, reads }: Shape, type: string) =>
  (cells: Parameters<ReadCell>[0], id: number | null) => {
    if (id === null) return null
    const values: Record<string, ReturnType<ReadCell>> = {}
    for (let at = 0; at < reads.length; at++) values[columns[at]?.name ?? ''] = reads[at]?.(cells) ?? null
    return { type, id, values }
  }

export const idAt = (cells: Parameters<ReadCell>[0], place: number): number | null => {
  const id = cells[place]
  return typeof id === 'number' ? id : null
}

function addAddress(
  list: SelectList,
  shape: Shape,
  alias: string,
  name: string,
  parts: NonNullable<ReturnType<typeof addressParts>>,
  at: number,
): void {
  const places = parts.map((part) => ({ name: part.name, place: cell(list, valueOf(part.field, alias)) }))
  const columns = parts.map(
    (part) => ({ name: part.name, is: 'value', type: part.field.type, field: part.field }) as const,
  )
  const read: ReadCell = (cells) => {
    const values = Object.fromEntries(places.map((part) => [part.name, cells[part.place] ?? null]))
    return Object.values(values).every((value) => value === null) ? null : { type: 'Address', id: null, values }
  }
  const shown = `${name.slice(0, -'address'.length)}Address`
  addColumn(list, shape, { name: shown, is: 'address', columns }, read, at)
}

/** TYPEOF What WHEN Account THEN Phone … ELSE Name END: what is shown depends on what is there. */
export function addTypeOf(list: SelectList, item: Extract<SelectItem, { is: 'typeof' }>): void {
  const { scope } = list
  const { text } = scope.context
  const { node: from, name } = walk(scope, item.path)
  if (from !== scope.root) throw malformed(text, item.path.at, 'TYPEOF takes a relationship of the object itself')
  const node = parentOf(scope, from, name, item.path)
  if (!node.isMixed) throw malformed(text, item.path.at, `TYPEOF takes a relationship to several objects: ${name}`)
  const place = cell(list, node.id)
  const branches = new Map(
    item.branches.map((branch) => {
      const target = node.targets.find(
        ({ definition }) => definition.name.toLowerCase() === branch.objectName.toLowerCase(),
      )
      if (target === undefined) throw unknownRelation(text, branch.at, branch.objectName)
      const single: Node = {
        ...node,
        targets: [target],
        id: sql.ref(`${target.alias}.id`),
        type: target.definition.name,
        isMixed: false,
      }
      return [target.definition, branchShape(list, single, branch.fields)] as const
    }),
  )
  const rest = branchShape(list, node, item.otherwise ?? [])
  const byType = new Map([...branches].map(([definition, shape]) => [definition.name, shape.columns] as const))
  byType.set('else', rest.columns)
  const read = readByType(place, node, branches, rest)
  addColumn(list, list.root, { name: relationshipName(from, name), is: 'typeof', byType }, read, item.at)
}

function branchShape(list: SelectList, node: Node, fields: readonly Path[]): Shape {
  const shape = newShape()
  for (const path of fields) {
    let here = node
    let inside = shape
    for (const relationship of path.names.slice(0, -1)) {
      const next = parentOf(list.scope, here, relationship, path)
      inside = parentShape(list, inside, next, relationshipName(here, relationship), path)
      here = next
    }
    addField(list, inside, here, path.names.at(-1) ?? '', path)
  }
  return shape
}

function readByType(place: number, node: Node, branches: ReadonlyMap<ObjectDefinition, Shape>, rest: Shape): ReadCell {
  const makers = new Map(
    node.targets.map(({ definition }) => [
      numberOf(definition),
      rowMaker(branches.get(definition) ?? rest, definition.name),
    ]),
  )
  return (cells) => {
    const id = idAt(cells, place)
    return id === null ? null : (makers.get(numberOfId(id))?.(cells, id) ?? null)
  }
}

/** FIELDS(ALL), FIELDS(STANDARD), FIELDS(CUSTOM); what was named before does not come twice. */
export function addFieldSet(list: SelectList, { set, at }: Extract<SelectItem, { is: 'fields' }>): void {
  const { scope } = list
  const wanted = (field: Field): boolean => {
    if (list.root.seen.has(field.name.toLowerCase())) return false
    // What is costly and our own is not one of the fields everybody expects.
    if (set === 'standard') return field.custom !== true && (field.onDemand !== true || field.forTools === true)
    return set === 'all' || field.custom === true
  }
  for (const { name } of scope.definition.fields.filter(wanted)) addPath(list, { names: [name], at })
}

/** Functions that change how a value is shown: toLabel, FORMAT, convertCurrency. */
export function addShown(list: SelectList, call: Call, alias: string | undefined): void {
  const { text } = list.scope.context
  const path = innermost(call)
  if (path === undefined) throw malformed(text, call.at, `unexpected function: '${call.written.slice(0, 60)}'`)
  const { node, name } = walk(list.scope, path)
  const operand = nodeOperand(list.scope, node, name, path)
  const show = shownBy(list.scope, call, operand)
  const shape = alias === undefined ? shapeOf(list, list.scope.root, list.root, path) : list.root
  const place = cell(list, operand.sql)
  const type = call.call === 'convertcurrency' ? operand.type : 'string'
  addColumn(
    list,
    shape,
    { name: alias ?? operand.name, is: 'value', type },
    (cells) => show(cells[place] ?? null),
    call.at,
  )
}

const SHOWING = new Set(['tolabel', 'format', 'convertcurrency'])

export const isShowing = ({ call }: Call): boolean => SHOWING.has(call)

function innermost(call: Call): Path | undefined {
  const [first, ...rest] = call.args
  if (!isShowing(call) || first === undefined || rest.length > 0 || 'kind' in first) return undefined
  if ('names' in first) return first
  return call.call === 'format' && first.call === 'convertcurrency' ? innermost(first) : undefined
}

type Show = (value: ReturnType<ReadCell>) => ReturnType<ReadCell>

export function shownBy({ context }: Scope, { call, at }: Call, operand: Operand): Show {
  if (call === 'convertcurrency') {
    if (operand.type === 'currency') return (value) => value
    throw malformed(context.text, at, `field '${operand.name}' does not support convertCurrency`)
  }
  if (call === 'format') return formatted(context, operand)
  if (!isTextType(operand.type)) throw malformed(context.text, at, `field '${operand.name}' does not support toLabel`)
  return labelsOf(context, operand)
}
