import { z } from 'zod'
import { Refusal, refuseAny } from '../../platform/errors.ts'
import type { CustomPicklistValue } from './customRows.ts'
import type { ObjectDefinition } from './definition.ts'

const types = [
  'string',
  'textarea',
  'double',
  'int',
  'currency',
  'percent',
  'date',
  'datetime',
  'boolean',
  'picklist',
  'multipicklist',
  'url',
  'email',
  'phone',
  'reference',
] as const

const picklistDraft = z
  .array(
    z.strictObject({
      value: z.string().trim().min(1).max(255),
      label: z.string().trim().min(1).max(255).optional(),
      isDefault: z.boolean().optional(),
      isActive: z.boolean().optional(),
    }),
  )
  .max(1000)

/** What of a field may be changed later; its name, object and type stay. */
const changeable = {
  label: z.string().trim().min(1).max(80),
  length: z.number().int().min(1).max(131_072).optional(),
  precision: z.number().int().min(1).max(18).optional(),
  scale: z.number().int().min(0).max(17).optional(),
  required: z.boolean().default(false),
  unique: z.boolean().default(false),
  caseSensitive: z.boolean().default(false),
  externalId: z.boolean().default(false),
  picklist: picklistDraft.optional(),
  restricted: z.boolean().default(true),
  valueSet: z.string().max(80).optional(),
  childRelationshipName: z.string().max(80).optional(),
  childRelationshipLabel: z.string().max(80).optional(),
  defaultValue: z.union([z.string().max(4000), z.number(), z.boolean(), z.null()]).optional(),
  format: z.string().max(60).optional(),
  help: z.string().max(1000).optional(),
  description: z.string().max(1000).optional(),
}

/** What a new field is: a name that ends in `__c` (added when left out), a type, and what the type needs. */
export const customFieldDraft = z
  .strictObject({
    object: z.string().max(80),
    name: z.string().max(80).optional(),
    type: z.enum(types),
    ...changeable,
    referenceTo: z.string().max(80).optional(),
    masterDetail: z.boolean().default(false),
    startsAt: z.number().int().min(1).max(1_000_000_000).default(1),
  })
  .meta({ id: 'CustomFieldDraft' })

export type CustomFieldDraft = z.infer<typeof customFieldDraft>

/** What shall be otherwise; what is not named stays as it is. */
export const customFieldChange = z
  .strictObject({
    ...changeable,
    required: z.boolean(),
    unique: z.boolean(),
    caseSensitive: z.boolean(),
    externalId: z.boolean(),
    restricted: z.boolean(),
  })
  .partial()
  .meta({ id: 'CustomFieldChange' })

export type CustomFieldChange = z.infer<typeof customFieldChange>

const CHOICES: ReadonlySet<string> = new Set(['picklist', 'multipicklist'])
const CAN_BE_UNIQUE: ReadonlySet<string> = new Set([
  'string',
  'email',
  'phone',
  'url',
  'double',
  'int',
  'picklist',
  'date',
  'reference',
])
const CAN_NAME_RECORDS: ReadonlySet<string> = new Set(['string', 'email', 'phone', 'url', 'double', 'int'])
const LONGEST_UNIQUE = 255
const MOST_MASTERS = 2

type Wanted = Pick<
  CustomFieldDraft,
  'type' | 'unique' | 'externalId' | 'length' | 'precision' | 'scale' | 'picklist' | 'valueSet' | 'format' | 'required'
>

/** Refuses what does not go together in a field, all of it at once. */
export function refuseUnfit(field: Wanted): void {
  const { type, unique, externalId, length, picklist, valueSet, precision, scale, format } = field
  const refusals: Refusal[] = []
  const refuse = (code: string, sentence: string, name: string, value?: unknown): void =>
    void refusals.push(new Refusal(code, sentence, { field: name, value, rule: sentence }))
  if (CHOICES.has(type) && (picklist ?? []).length === 0 && valueSet === undefined)
    refuse('picklist_missing', 'A picklist field needs the values to pick from.', 'picklist')
  if (unique && !CAN_BE_UNIQUE.has(type)) refuse('cannot_be_unique', 'A field of this type cannot be unique.', 'unique')
  if (unique && (length ?? 0) > LONGEST_UNIQUE)
    refuse('cannot_be_unique', `A unique field is at most ${LONGEST_UNIQUE} characters long.`, 'length', length)
  if (externalId && !CAN_NAME_RECORDS.has(type))
    refuse(
      'cannot_be_external_id',
      'Only a text, a number, an e-mail address, a phone or a web address names a record in another system.',
      'externalId',
    )
  if (precision !== undefined && (scale ?? 0) >= precision)
    refuse('invalid_scale', 'There are fewer digits behind the point than digits in all.', 'scale', scale)
  if (format !== undefined && type !== 'string')
    refuse('cannot_be_numbered', 'Only a text field numbers its records.', 'format', format)
  const values = (picklist ?? []).map(({ value }) => value.toLowerCase())
  const twice = values.find((value, at) => values.indexOf(value) !== at)
  if (twice !== undefined)
    refuse('duplicate_picklist_value', `The value '${twice}' stands twice in the list.`, 'picklist', twice)
  refuseAny(refusals)
}

const IN_EVENTS: ReadonlySet<string> = new Set(['string', 'textarea', 'int', 'double', 'boolean', 'date', 'datetime'])

/** An event bears plain values: it is no record that could be found, numbered or pointed from. */
export function refuseUnfitOfEvent({ type, unique, externalId, format }: Wanted): void {
  if (IN_EVENTS.has(type) && !unique && !externalId && format === undefined) return
  const rule = 'Fields of an event are texts, numbers, checkboxes, dates and times, and nothing is found by them.'
  throw new Refusal('unfit_field_of_event', `${rule} To refer to a record, add a text and put its id into it.`, {
    field: 'type',
    value: type,
    rule,
  })
}

/** Refuses a reference to what cannot be pointed to, and a master where there can be none. */
export function refuseUnfitReference(
  definition: ObjectDefinition,
  target: ObjectDefinition | undefined,
  draft: CustomFieldDraft,
): void {
  if (draft.type !== 'reference') {
    if (draft.masterDetail)
      throw new Refusal('reference_missing', 'Only a reference makes a record belong to another.', {
        field: 'masterDetail',
      })
    return
  }
  if (draft.referenceTo === undefined)
    throw new Refusal('reference_missing', 'A reference field needs the object it refers to.', { field: 'referenceTo' })
  if (target === undefined || !isReferable(target))
    throw new Refusal(
      'cannot_refer',
      `A field cannot refer to '${draft.referenceTo}'. It refers to people, accounts, opportunities, campaigns, users, or an object of your own.`,
      {
        field: 'referenceTo',
        value: draft.referenceTo,
      },
    )
  if (draft.masterDetail) refuseMaster(definition, target)
}

const REFERABLE: ReadonlySet<string> = new Set([
  'Lead',
  'Account',
  'Contact',
  'Opportunity',
  'Campaign',
  'User',
  'Task',
  'Event',
])

export const isReferable = ({ name, number, isEvent }: ObjectDefinition): boolean =>
  (number !== undefined && isEvent !== true) || REFERABLE.has(name)

function refuseMaster(definition: ObjectDefinition, target: ObjectDefinition): void {
  const sentence =
    definition.number === undefined
      ? 'Only records of an object of your own belong to another record. Use a plain reference here.'
      : target.name === 'User'
        ? 'A record does not belong to a user as to a master; it has an owner. Use a plain reference here.'
        : isAbove(definition, target)
          ? `${target.labelPlural} belong to ${definition.labelPlural.toLowerCase()} already, so these cannot belong to them.`
          : (definition.reachedThrough ?? []).length >= MOST_MASTERS
            ? `A record belongs to at most ${MOST_MASTERS} others.`
            : undefined
  if (sentence !== undefined) throw new Refusal('cannot_be_master', sentence, { field: 'masterDetail', rule: sentence })
}

/** Whether this object is the other, or one of those the other belongs to. */
const isAbove = (definition: ObjectDefinition, other: ObjectDefinition): boolean =>
  definition.name === other.name || [...(other.masters?.values() ?? [])].some((master) => isAbove(definition, master))

type WantedValue = Pick<CustomPicklistValue, 'value'> & {
  readonly label?: string | undefined
  readonly isDefault?: boolean | undefined
  readonly isActive?: boolean | undefined
}

/** A list as it shall be: what it no longer names goes out of use, and stays with the records that have it. */
export function picklistAfter(
  before: readonly CustomPicklistValue[],
  wanted: readonly WantedValue[],
): CustomPicklistValue[] {
  const named = new Set(wanted.map(({ value }) => value.toLowerCase()))
  return [
    ...wanted.map(({ value, label, isDefault, isActive }) => ({
      value: before.find((one) => one.value.toLowerCase() === value.toLowerCase())?.value ?? value,
      label: label ?? value,
      ...(isDefault === true ? { isDefault } : {}),
      ...(isActive === false ? { isActive } : {}),
    })),
    ...before.filter(({ value }) => !named.has(value.toLowerCase())).map((one) => ({ ...one, isActive: false })),
  ]
}
