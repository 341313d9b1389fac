import { z } from 'zod'
import { decodeId, numberOfId, objectOfId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import { numberOf, standardDefinition, type Field, type ObjectDefinition } from './definition.ts'
import { parseFilter } from './filter.ts'
import type { ListRequest } from './list.ts'
import { withArticle } from './values.ts'

/** API shapes made from an object's declaration. The values themselves are read by `values.ts`, which says what is wrong with each. */

export const idParams = z.object({ id: z.string().min(15).max(18).meta({ description: 'A 15- or 18-character id.' }) })

export const listQuery = z.object({
  filter: z.string().max(20_000).optional().meta({ description: 'A filter tree as JSON.' }),
  sort: z.string().max(300).optional().meta({ description: '`-CreatedDate,LastName`' }),
  fields: z.string().max(4000).optional().meta({ description: 'Field names, separated by commas.' }),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  after: z.string().max(8000).optional().meta({ description: "What the page before gave as 'next'." }),
  q: z.string().max(200).optional().meta({ description: 'Words a record must hold, each by its beginning.' }),
  deleted: z.stringbool().optional().meta({ description: 'Look into the recycle bin instead.' }),
})

/** How a list goes on. */
export const nextSchema = z
  .string()
  .nullable()
  .meta({ description: "Goes into 'after' for the next page; null: this is the last." })

export const listRequestOf = (query: z.infer<typeof listQuery>): ListRequest => ({
  ...query,
  filter: query.filter === undefined ? undefined : parseFilter(query.filter),
  fields: query.fields
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean),
})

const wayOn = z.object({ label: z.string(), href: z.string().optional(), action: z.string().optional() })

/** A refusal as every answer shows it. */
export const problemSchema = z
  .object({
    code: z
      .string()
      .meta({ description: 'For programs: `required_field_missing`. It stays when the sentence changes.' }),
    message: z.string().meta({ description: 'For people: what is wrong, and what to do.' }),
    field: z.string().optional().meta({ description: 'The API name of the field at fault.' }),
    value: z.unknown().optional().meta({ description: 'What was sent, of whatever type.' }),
    rule: z.string().optional().meta({ description: 'The rule that was kept.' }),
    way: wayOn.optional().meta({ description: 'What to do instead: the words of a button, and where it leads.' }),
    facts: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'What a program needs besides, by the code: `retryAfterSeconds`, or who won a conflict.' }),
  })
  .meta({ id: 'Problem', description: 'One no.' })

export const errorSchema = z
  .object({ errors: z.array(problemSchema) })
  .meta({ id: 'Errors', description: 'Why not, field by field, and the way on.' })

/** Who or what is meant, with the name people know it by. */
export const referenceSchema = z
  .object({ Id: z.string(), Name: z.string().nullable() })
  .meta({ id: 'Reference', description: 'A record by its id and name; the name is null where the record is gone.' })

/** The same in a record, where what is meant may be of several objects. */
const referredSchema = referenceSchema
  .extend({ type: z.string().optional().meta({ description: 'Its object.' }) })
  .meta({ id: 'Referred', description: 'What a reference of a record points to.' })

/** What the caller may do to the records of an object. */
export const actsSchema = z
  .object({ read: z.boolean(), create: z.boolean(), edit: z.boolean(), delete: z.boolean() })
  .meta({ id: 'Permissions', description: 'What you may do to the records of an object.' })

/** A record of any object, where the answer does not say which. */
export const anyRecordSchema = z
  .looseObject({ Id: z.string() })
  .meta({ id: 'Record', description: 'A record with its fields by their API names, as the shape of its object says.' })

/** What the matching room says of a record that may be the same. */
export const matchSchema = z
  .object({
    object: z.enum(['Lead', 'Contact', 'Account']),
    record: anyRecordSchema,
    probability: z.number().min(0).max(1).meta({ description: 'That both are the same, 0 to 1.' }),
    isCertain: z.boolean(),
    reasons: z.array(z.string()).readonly().meta({ description: 'Why, as sentences.' }),
  })
  .meta({ id: 'Match', description: 'A record that is probably the same, with the reasons as sentences.' })

export type FoundMatch = z.infer<typeof matchSchema>

export const savedSchema = z.object({
  results: z
    .array(
      z
        .object({
          id: z.string().nullable().meta({ description: 'Null: there is no such record, or none was made.' }),
          success: z.boolean(),
          created: z.boolean(),
          errors: z.array(problemSchema).meta({ description: 'Why not; empty where it was saved.' }),
          duplicates: z.array(matchSchema).readonly().optional(),
        })
        .meta({ id: 'Saved', description: 'What became of one record of a list.' }),
    )
    .meta({ description: 'In the order of what was sent.' }),
})

/** What may be sent for an object: any of its fields that people set, and its custom fields. */
export const draftSchema = oncePerObject((objectName) => {
  const settable = fieldsOf(objectName).filter(
    ({ readOnly, expression }) => readOnly === undefined && expression === undefined,
  )
  return z.record(z.string().max(100), z.unknown()).meta({
    id: `${objectName}Draft`,
    properties: Object.fromEntries(settable.map((field) => [field.name, jsonType(field)])),
    additionalProperties: true,
  })
})

/** What is answered for an object: those of its fields that were asked for, and what they refer to by name. */
export const recordSchema = oncePerObject((objectName) =>
  z
    .looseObject(Object.fromEntries(fieldsOf(objectName).flatMap(answeredAs)))
    .meta({ id: objectName, description: 'Fields an organization adds stand beside these.' }),
)

/** In the OpenAPI document a name stands for one schema, so every route of an object shares it. */
function oncePerObject<Schema>(make: (objectName: string) => Schema): (objectName: string) => Schema {
  const made = new Map<string, Schema>()
  return (objectName) => {
    const schema = made.get(objectName) ?? make(objectName)
    made.set(objectName, schema)
    return schema
  }
}

const fieldsOf = (objectName: string): readonly Field[] => standardDefinition(objectName)?.fields ?? []

/** How a field stands in an answer: a reference brings the name of what it points to. */
function answeredAs(field: Field): [name: string, schema: z.ZodType][] {
  if (field.forTools === true) return []
  const value = answeredValue(field)
  const described = value.meta({ description: field.help ?? field.label }).optional()
  if (field.relationshipName === undefined) return [[field.name, described]]
  return [
    [field.name, described],
    [field.relationshipName, referredSchema.nullable().optional()],
  ]
}

function answeredValue({ name, type }: Field): z.ZodType {
  if (name === 'Id') return z.string()
  if (type === 'boolean') return z.boolean().nullable()
  if (type === 'int') return z.int().nullable()
  if (['double', 'currency', 'percent'].includes(type)) return z.number().nullable()
  if (type === 'date') return z.iso.date().nullable()
  if (type === 'datetime') return z.date().nullable()
  return z.string().nullable()
}

function jsonType(field: Field): Record<string, unknown> {
  const described = { description: field.help ?? field.label }
  if (field.type === 'boolean') return { type: 'boolean', ...described }
  if (field.type === 'int') return { type: ['integer', 'null'], ...described }
  if (['double', 'currency', 'percent'].includes(field.type)) return { type: ['number', 'null'], ...described }
  if (field.type === 'date') return { type: ['string', 'null'], format: 'date', ...described }
  if (field.type === 'datetime') return { type: ['string', 'null'], format: 'date-time', ...described }
  return { type: ['string', 'null'], ...(field.length === undefined ? {} : { maxLength: field.length }), ...described }
}

/** The id in an address, which must be one of this object. */
export function idIn(text: string, definition: ObjectDefinition): number {
  const id = decodeId(text)
  if (id !== undefined && numberOfId(id) === numberOf(definition)) return id
  const other = id === undefined ? undefined : standardDefinition(objectOfId(id) ?? '')
  throw new Refusal(
    'malformed_id',
    other === undefined
      ? `'${text.slice(0, 40)}' is not an id. An id has 15 or 18 letters and digits.`
      : `This is the id of ${withArticle(other.label.toLowerCase())}, and ${withArticle(definition.label.toLowerCase())} was asked for.`,
    {
      kind: other === undefined ? 'malformed' : 'not_found',
      field: 'Id',
      value: text.slice(0, 40),
      way:
        other === undefined
          ? undefined
          : { label: `Open the ${other.label.toLowerCase()}`, href: `/${other.path}/${text}` },
    },
  )
}

/** The version in If-Match, when a request bears one. */
export function versionIn(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined
  const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(header) ?? []
  if (version !== undefined) return Number(version)
  throw new Refusal('malformed_if_match', 'If-Match carries the ETag of the record as you read it, such as "3".', {
    kind: 'malformed',
  })
}
