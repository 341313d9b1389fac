import { decodeId } from '../../../../../shared/ids.ts'
import type { Refusal } from '../../../../platform/errors.ts'
import { definitionOfId } from '../../../../ground/objects/catalogue.ts'
import type { ObjectDefinition } from '../../../../ground/objects/definition.ts'
import { dialectRefusal } from '../../dialect/errors.ts'
import type { Here } from '../asked.ts'

/** What one input of an action became. */
export type Invoked = { readonly outputs: Readonly<Record<string, unknown>> } | { readonly refusal: Refusal }

export type Parameter = {
  readonly name: string
  readonly label: string
  readonly description: string
  readonly type: 'ID' | 'STRING' | 'BOOLEAN' | 'NUMBER' | 'DATE' | 'SOBJECT'
  readonly required?: boolean
  readonly isList?: boolean
}

/** A process of ours that automation tools may start: one list of inputs in, one result for each out, in order. */
export type Action = {
  readonly name: string
  readonly label: string
  readonly description: string
  readonly inputs: readonly Parameter[]
  readonly outputs: readonly Parameter[]
  readonly invoke: (here: Here, inputs: readonly Inputs[]) => Promise<readonly Invoked[]>
}

export type Inputs = Readonly<Record<string, unknown>>

/** The text under a name; undefined when nothing is there. */
export function textIn(inputs: Inputs, name: string): string | undefined {
  const value = inputs[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

export const switchIn = (inputs: Inputs, name: string): boolean => inputs[name] === true || inputs[name] === 'true'

/** The id under a name; undefined when nothing is there. Throws MALFORMED_ID. */
export function idIn(inputs: Inputs, name: string): number | undefined {
  const text = textIn(inputs, name)
  if (text === undefined) return undefined
  const id = decodeId(text)
  if (id !== undefined) return id
  throw dialectRefusal('MALFORMED_ID', `${name}: malformed id ${text.slice(0, 80)}`, { fields: [name] })
}

/** The id under a name that must be there. */
export function requiredId(inputs: Inputs, name: string): number {
  const id = idIn(inputs, name)
  if (id !== undefined) return id
  throw dialectRefusal('REQUIRED_FIELD_MISSING', `Missing required input parameter: ${name}`, { fields: [name] })
}

/** The object of an id. */
export async function objectOf({ tx }: Here, id: number): Promise<ObjectDefinition> {
  const definition = await definitionOfId(tx, id)
  if (definition === undefined) throw dialectRefusal('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id')
  return definition
}
