import { listIn, textIn, type Json, type Source } from './source.ts'

/** A field as the source describes it, as far as it matters here. */
export type TheirField = {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly isCustom: boolean
  readonly isCalculated: boolean
  readonly isAutoNumber: boolean
  readonly length: number
  readonly precision: number
  readonly scale: number
  readonly isRequired: boolean
  readonly isUnique: boolean
  readonly isExternalId: boolean
  readonly isCaseSensitive: boolean
  readonly isRestricted: boolean
  readonly isMasterDetail: boolean
  readonly referenceTo: readonly string[]
  readonly picklist: readonly { readonly value: string; readonly label: string; readonly isActive: boolean }[]
  readonly help: string
}

export type TheirObject = {
  readonly name: string
  readonly label: string
  readonly labelPlural: string
  readonly isCustom: boolean
  /** Configuration that looks like an object. */
  readonly isSetting: boolean
  readonly fields: readonly TheirField[]
  /** What this object calls those that point to it, by `Object.Field`. */
  readonly children: ReadonlyMap<string, string>
}

/** The names of all objects of the source that can be asked for. */
export async function theirObjectNames(source: Source): Promise<ReadonlySet<string>> {
  const { sobjects } = await source.json('/sobjects')
  return new Set(listIn(sobjects).flatMap(({ name, queryable }) => (queryable === true ? [textIn(name)] : [])))
}

export async function describeTheirs(source: Source, name: string): Promise<TheirObject> {
  const described = await source.json(`/sobjects/${name}/describe`)
  return {
    name: textIn(described.name),
    label: textIn(described.label),
    labelPlural: textIn(described.labelPlural),
    isCustom: described.custom === true,
    isSetting: described.customSetting === true,
    fields: listIn(described.fields).map(fieldIn),
    children: new Map(
      listIn(described.childRelationships).map(({ childSObject, field, relationshipName }) => [
        `${textIn(childSObject)}.${textIn(field)}`,
        textIn(relationshipName).replace(/__r$/, ''),
      ]),
    ),
  }
}

const fieldIn = (field: Json): TheirField => ({
  name: textIn(field.name),
  label: textIn(field.label),
  type: textIn(field.type),
  isCustom: field.custom === true,
  isCalculated: field.calculated === true,
  isAutoNumber: field.autoNumber === true,
  length: numberIn(field.length),
  precision: numberIn(field.precision),
  scale: numberIn(field.scale),
  isRequired: field.nillable === false && field.type !== 'boolean',
  isUnique: field.unique === true,
  isExternalId: field.externalId === true,
  isCaseSensitive: field.caseSensitive === true,
  isRestricted: field.restrictedPicklist === true,
  isMasterDetail: typeof field.relationshipOrder === 'number',
  referenceTo: Array.isArray(field.referenceTo) ? field.referenceTo.map(textIn) : [],
  picklist: listIn(field.picklistValues).map(({ value, label, active }) => ({
    value: textIn(value),
    label: textIn(label) || textIn(value),
    isActive: active !== false,
  })),
  help: textIn(field.inlineHelpText),
})

const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0)
