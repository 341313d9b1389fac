/** The part of a JSON Schema the page of the API reads. */
export type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly description?: string
  readonly default?: unknown
  readonly maxLength?: number
}

export type Shapes = Readonly<Record<string, Schema>>

export const nameOfShape = ($ref: string): string => $ref.split('/').at(-1) ?? $ref

/** Where nothing has to be there, so many fields show what it looks like. */
const SHOWN_FIELDS = 5
const DEEPEST = 5

/** A value that fits a shape: what must be there, and of a record its first fields. */
export function exampleOf(schema: Schema | undefined, shapes: Shapes, name = '', depth = 0): unknown {
  if (schema === undefined) return null
  if (schema.$ref !== undefined) return exampleOf(shapes[nameOfShape(schema.$ref)], shapes, name, depth)
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (schema.enum !== undefined) return schema.enum[0]
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice !== undefined) return exampleOf(choice, shapes, name, depth)
  if (schema.items !== undefined) return depth > DEEPEST ? [] : [exampleOf(schema.items, shapes, name, depth + 1)]
  if (schema.properties !== undefined) return depth > DEEPEST ? {} : exampleObject(schema, shapes, depth)
  return simpleExample(schema, name)
}

function exampleObject({ properties = {}, required = [] }: Schema, shapes: Shapes, depth: number): object {
  const names =
    required.length > 1 ? required : [...new Set([...required, ...Object.keys(properties)])].slice(0, SHOWN_FIELDS)
  return Object.fromEntries(names.map((name) => [name, exampleOf(properties[name], shapes, name, depth + 1)]))
}

function simpleExample({ type, format }: Schema, name: string): unknown {
  const [first = 'object'] = [type ?? 'string'].flat()
  if (first === 'boolean') return true
  if (first === 'integer' || first === 'number') return 1
  if (first === 'null') return null
  if (first === 'object') return {}
  if (first === 'array') return []
  if (format === 'date-time') return '2026-01-31T09:30:00.000Z'
  if (format === 'date') return '2026-01-31'
  return /ids?$/i.test(name) ? '00Q000000000001AAA' : '…'
}
