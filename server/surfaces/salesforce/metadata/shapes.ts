import { z } from 'zod'
import type { PlainObject } from './plain.ts'

/** Shapes of metadata, whether its values came as text (XML) or as what they are (JSON). */

/** Metadata as JSON: texts, numbers, switches, and lists and objects of them, so deep and no deeper. */
export const plainSchema = z.record(z.string().max(80), z.json()).transform((metadata) => metadata as PlainObject)

export const text = z.union([z.string(), z.number(), z.boolean()]).transform((value) => String(value).trim())
export const flag = z.union([
  z.boolean(),
  z
    .string()
    .trim()
    .regex(/^(?:true|false|1|0)$/, 'must be true or false')
    .transform((word) => word === 'true' || word === '1'),
])
const whole = z.union([
  z.number().int(),
  z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number),
])

/** What comes once is a list of one. */
export const many = <One extends z.ZodType>(one: One) =>
  z.preprocess(
    (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]),
    z.array(one),
  )

const value = z.object({
  fullName: text,
  label: text.optional(),
  default: flag.optional(),
  isActive: flag.optional(),
})

export type ValueShape = z.infer<typeof value>

/** CustomField: what we know of it; what else a client sends asks for nothing we would do otherwise, or is refused by name. */
export const fieldShape = z.object({
  fullName: text,
  type: text.optional(),
  label: text.optional(),
  length: whole.optional(),
  precision: whole.optional(),
  scale: whole.optional(),
  required: flag.optional(),
  unique: flag.optional(),
  caseSensitive: flag.optional(),
  externalId: flag.optional(),
  defaultValue: text.optional(),
  description: text.optional(),
  inlineHelpText: text.optional(),
  displayFormat: text.optional(),
  startingNumber: whole.optional(),
  referenceTo: text.optional(),
  relationshipName: text.optional(),
  relationshipLabel: text.optional(),
  formula: text.optional(),
  summaryOperation: text.optional(),
  valueSet: z
    .object({
      restricted: flag.optional(),
      valueSetName: text.optional(),
      controllingField: text.optional(),
      valueSetDefinition: z.object({ sorted: flag.optional(), value: many(value) }).optional(),
    })
    .optional(),
  // Before version 38.
  picklist: z.object({ sorted: flag.optional(), picklistValues: many(value) }).optional(),
})

export type FieldShape = z.infer<typeof fieldShape>

export const objectShape = z.object({
  fullName: text,
  label: text.optional(),
  pluralLabel: text.optional(),
  description: text.optional(),
  sharingModel: text.optional(),
  customSettingsType: text.optional(),
  eventType: text.optional(),
  publishBehavior: text.optional(),
  nameField: z
    .object({
      label: text.optional(),
      type: text.optional(),
      displayFormat: text.optional(),
      startingNumber: whole.optional(),
    })
    .optional(),
  fields: many(fieldShape),
})

export type ObjectShape = z.infer<typeof objectShape>

export const valueSetShape = z.object({
  fullName: text,
  masterLabel: text.optional(),
  description: text.optional(),
  sorted: flag.optional(),
  customValue: many(value),
})
