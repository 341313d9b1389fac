import { standardDefinition, type ObjectDefinition } from '../../ground/objects/definition.ts'
import type { Matchable } from './duplicate.ts'

/** The object as it is declared: what is compared are standard fields. */
export function definitionNamed(object: Matchable): ObjectDefinition {
  const definition = standardDefinition(object)
  if (!definition) throw new Error(`${object} is not declared. Its room must be imported at start.`)
  return definition
}
