import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValues } from '../../ground/objects/definition.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { isMet, rulesOnImport } from '../../processes/duplicates/rules/check.ts'
import { lookedForIn } from '../../processes/duplicates/duplicate.ts'
import type { DuplicateRule } from './import.ts'

/** What the org's duplicate rules mean for new records out of a file. */
export type ImportRuling = {
  /** The rule that keeps known records from being made twice, whatever the file's owner chooses; null: there is none. */
  readonly blockedBy: string | null
  /** How likely the same a record must be at least to count as known, 0 to 1; undefined: as likely as ever. */
  readonly atLeast: number | undefined
  /** Whether the rule minds a record of these values; of others, what was chosen holds. */
  readonly minds: (values: FieldValues) => boolean
}

const SILENT: ImportRuling = { blockedBy: null, atLeast: undefined, minds: () => true }

/** What the rules say of records this person imports. */
export async function rulingFor(tx: Tx, actor: Actor, objectName: string): Promise<ImportRuling> {
  if (!isMatchable(objectName)) return SILENT
  const { blocking, least } = await rulesOnImport(tx, actor, objectName)
  const definition = await definitionOf(tx, objectName)
  return {
    blockedBy: blocking?.label ?? null,
    // Nobody looks at an import row by row: accounts that merely look alike are only held back where a rule blocks them.
    atLeast: objectName === 'Account' && blocking === undefined ? undefined : least,
    minds: (values) => blocking === undefined || isMet(definition, blocking, values),
  }
}

const isMatchable = (name: string): name is keyof typeof lookedForIn => Object.hasOwn(lookedForIn, name)

/**
 * What becomes of rows of records we know: as chosen; else a person we know responded, and of anything else blanks are
 * filled. Where a rule blocks, nothing is made twice, even if that was chosen.
 */
export const ruleFor = (
  objectName: string,
  chosen: DuplicateRule | undefined,
  { blockedBy }: ImportRuling,
): DuplicateRule =>
  chosen === 'create' && blockedBy !== null ? 'skip' : (chosen ?? (objectName === 'Lead' ? 'inquiry' : 'fill'))
