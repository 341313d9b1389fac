import type { ObjectShape } from '../api/describe.ts'
import { isEmpty } from '../ui/fields.ts'
import { text } from './TargetCard.tsx'

/** The fields of a record that would be made, with their labels; what is blank or no is left out. */
export const freshFacts = (
  shape: ObjectShape,
  values: Readonly<Record<string, unknown>>,
): readonly (readonly [string, string])[] =>
  Object.entries(values).flatMap(([name, value]) => {
    const field = shape.fieldNamed.get(name)
    return field === undefined || isEmpty(value) || value === false ? [] : [[field.label, text(value)] as const]
  })
