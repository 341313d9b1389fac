import { findDefinition } from '../../ground/objects/catalogue.ts'
import { fieldNamed } from '../../ground/objects/definition.ts'
import {
  addCustomField,
  customFieldDraft,
  isExtensible,
  type CustomFieldDraft,
} from '../../ground/objects/customFields.ts'
import { addCustomObject, customObjectDraft } from '../../ground/objects/customObjects.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { Refusal } from '../../platform/errors.ts'
import { inSavepoint, type Tx } from '../../platform/tx.ts'
import type { TheirField, TheirObject } from './describing.ts'

/** What an org needs before records of another fit into it, and what cannot be made of theirs. */
export type Structure = {
  readonly objects: readonly TheirObject[]
  readonly fields: readonly { readonly object: TheirObject; readonly field: TheirField }[]
  readonly leftOut: readonly { readonly name: string; readonly why: string }[]
}

/** What is missing here of the objects and custom fields there. */
export async function missingStructure(tx: Tx, theirs: readonly TheirObject[]): Promise<Structure> {
  const known = new Map(
    await Promise.all(theirs.map(async (one) => [one.name, await findDefinition(tx, one.name)] as const)),
  )
  const wanted = theirs.flatMap((object) => {
    const definition = known.get(object.name)
    if (definition !== undefined && !isExtensible(definition)) return []
    return object.fields.flatMap((field) =>
      field.isCustom && (definition === undefined || fieldNamed(definition, field.name) === undefined)
        ? [{ object, field }]
        : [],
    )
  })
  const names = new Set(theirs.map(({ name }) => name))
  return {
    objects: theirs.filter((one) => one.isCustom && known.get(one.name) === undefined),
    fields: wanted.filter(({ field }) => whyNot(field, names) === undefined),
    leftOut: wanted.flatMap(({ object, field }) => {
      const why = whyNot(field, names)
      return why === undefined ? [] : [{ name: `${object.name}.${field.name}`, why }]
    }),
  }
}

const TYPES: Readonly<Record<string, CustomFieldDraft['type']>> = {
  string: 'string',
  textarea: 'textarea',
  double: 'double',
  int: 'int',
  currency: 'currency',
  percent: 'percent',
  date: 'date',
  datetime: 'datetime',
  boolean: 'boolean',
  picklist: 'picklist',
  combobox: 'string',
  encryptedstring: 'string',
  multipicklist: 'multipicklist',
  url: 'url',
  email: 'email',
  phone: 'phone',
  reference: 'reference',
  time: 'string',
}

function whyNot(field: TheirField, objects: ReadonlySet<string>): string | undefined {
  if (field.isCalculated) return 'it is a formula or a roll-up, worked out anew from other fields'
  if (TYPES[field.type] === undefined) return `fields of the type ${field.type} are not kept here`
  if (field.type !== 'reference') return undefined
  const [target, ...others] = field.referenceTo
  if (target === undefined || others.length > 0) return 'it points to several kinds of record'
  return target === 'User' || objects.has(target) ? undefined : `it points to ${target}, which is not copied`
}

/** Makes what is missing; answers what was refused, in the words of the refusal. */
export async function makeStructure(
  tx: Tx,
  actor: Actor,
  { objects, fields }: Structure,
  theirs: readonly TheirObject[],
): Promise<Structure['leftOut']> {
  const refused: { name: string; why: string }[] = []
  const tryTo = async (name: string, make: () => Promise<unknown>): Promise<void> => {
    try {
      await inSavepoint(tx, make)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused.push({ name, why: error.message })
    }
  }
  // One after the other: each changes tables.
  for (const one of objects) await tryTo(one.name, async () => addCustomObject(tx, actor, draftOfObject(one)))
  const isMissing = (name: string): boolean => refused.some((one) => one.name === name)
  // A detail's master is there before plain references make rings.
  for (const { object, field } of fields.toSorted(
    (a, b) => Number(b.field.isMasterDetail) - Number(a.field.isMasterDetail),
  )) {
    if (isMissing(object.name)) continue
    const name = `${object.name}.${field.name}`
    await tryTo(name, async () => addCustomField(tx, actor, draftOfField(object, field, theirs)))
  }
  return refused
}

const draftOfObject = ({ name, label, labelPlural, fields }: TheirObject) =>
  customObjectDraft.parse({
    name,
    label: label.slice(0, 40),
    labelPlural: labelPlural.slice(0, 40) || label.slice(0, 40),
    nameLabel: fields.find((field) => field.name === 'Name')?.label.slice(0, 40),
  })

const LONGEST_TEXT = 131_072

function draftOfField(object: TheirObject, field: TheirField, theirs: readonly TheirObject[]): CustomFieldDraft {
  const type = TYPES[field.type] ?? 'string'
  const isChosen = type === 'picklist' || type === 'multipicklist'
  const isText = type === 'string' || type === 'textarea'
  const isNumber = type === 'double' || type === 'currency' || type === 'percent'
  const [referenceTo] = field.referenceTo
  const parent = theirs.find(({ name }) => name === referenceTo)
  return customFieldDraft.parse({
    object: object.name,
    name: field.name,
    label: field.label.slice(0, 80),
    type: isChosen && field.picklist.length === 0 ? 'string' : type,
    help: field.help.slice(0, 1000) || undefined,
    unique: field.isUnique,
    externalId: field.isExternalId,
    caseSensitive: field.isCaseSensitive,
    // Records made before a field was required lack it; they come as they are.
    required: false,
    ...(isText && field.length > 0 ? { length: Math.min(field.length, LONGEST_TEXT) } : {}),
    ...(isNumber && field.precision > 0 ? { precision: field.precision, scale: field.scale } : {}),
    ...(isChosen && field.picklist.length > 0 ? { picklist: field.picklist, restricted: field.isRestricted } : {}),
    ...(type === 'reference'
      ? {
          referenceTo,
          masterDetail: field.isMasterDetail,
          childRelationshipName: parent?.children.get(`${object.name}.${field.name}`) || undefined,
        }
      : {}),
  })
}
