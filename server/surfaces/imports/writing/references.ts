import { decodeId, numberOfId } from '../../../../shared/ids.ts'
import { definitionOf } from '../../../ground/objects/catalogue.ts'
import { fieldNamed, numberOf, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { may, type Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import { squeezed } from '../reading/folding.ts'
import type { TargetObject } from '../mapping/suggest.ts'
import type { Reference } from './plan.ts'
import { idsThere, recordsNamed, recordsOfKeys, someNames } from './references.sql.ts'

/** Finds what the words of a file refer to; remembers what it found for the rest of the file. */
export type ReferenceBook = {
  /** Reads up everything a batch refers to, by a few statements however many rows. */
  learn(tx: Tx, actor: Actor, references: readonly Reference[]): Promise<void>
  /** The id meant; undefined when there is none. */
  find(reference: Reference): number | undefined
  /** Told of a record made on the way. */
  add(reference: Reference, id: number): void
  /** The objects a reference field may point to. */
  objectsOf(field: string): readonly string[]
  /** Forgets what a transaction undone had made. */
  forget(): void
}

const MOST_REMEMBERED = 50_000
const SMALL_OBJECT = 5000

export function openReferenceBook(target: TargetObject): ReferenceBook {
  let known = new Map<string, number | null>()
  const objectsOf = (field: string): readonly string[] =>
    target.fields.find(({ name }) => name === field)?.references ?? []
  return {
    objectsOf,
    forget: () => (known = new Map()),
    add: (reference, id) => known.set(keyOf(reference), id),
    find: (reference) => known.get(keyOf(reference)) ?? undefined,
    async learn(tx, actor, references) {
      if (known.size > MOST_REMEMBERED) known = new Map()
      // What was not there a batch ago may be there now, so only what was found is not asked for again.
      const asked = new Map(
        references.filter((one) => (known.get(keyOf(one)) ?? null) === null).map((one) => [keyOf(one), one]),
      )
      const groups = Map.groupBy(asked.values(), ({ field, by }) => `${field} ${by}`)
      for (const group of groups.values()) {
        const [first] = group
        if (first === undefined) continue
        for (const objectName of objectsOf(first.field)) await learnFrom(tx, actor, objectName, group, known)
      }
    },
  }
}

const keyOf = ({ field, by, value }: Reference): string => `${field} ${by} ${value.toLowerCase()}`

async function learnFrom(
  tx: Tx,
  actor: Actor,
  objectName: string,
  references: readonly Reference[],
  known: Map<string, number | null>,
): Promise<void> {
  const definition = await definitionOf(tx, objectName)
  if (!may(actor, 'read', definition)) return
  const missing = (): readonly Reference[] => references.filter((one) => (known.get(keyOf(one)) ?? null) === null)
  const put = (found: readonly { word: string; id: number }[]): void => {
    const byWord = new Map(found.map(({ word, id }) => [word.toLowerCase(), id]))
    for (const one of missing()) {
      const id = byWord.get(one.value.toLowerCase())
      if (id !== undefined) known.set(keyOf(one), id)
    }
  }
  await learnIds(tx, actor, definition, missing(), known)
  const by = references[0]?.by ?? 'Name'
  for (const fieldName of fieldsToTry(definition, by)) {
    const field = fieldNamed(definition, fieldName)
    if (field !== undefined && missing().length > 0)
      put(
        await recordsNamed(
          tx,
          actor,
          definition,
          field,
          missing().map(({ value }) => value),
        ),
      )
  }
  if (missing().length > 0)
    put(
      await recordsOfKeys(
        tx,
        definition.name,
        missing().map(({ value }) => value),
      ),
    )
  if (missing().length > 0 && by === 'Name') await learnSqueezed(tx, actor, definition, missing(), known)
}

/** A person is often named by the e-mail address, and a user by the user name, whatever the heading says. */
function fieldsToTry(definition: ObjectDefinition, by: string): readonly string[] {
  if (by === 'Id') return []
  const named = by === 'Name' ? definition.nameField : by
  return definition.name === 'User' ? [...new Set([named, 'Name', 'Email', 'Username'])] : [named]
}

async function learnIds(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  references: readonly Reference[],
  known: Map<string, number | null>,
): Promise<void> {
  const ids = new Map(
    references
      .map((one) => [decodeId(one.value), one] as const)
      .filter((pair): pair is readonly [number, Reference] => pair[0] !== undefined),
  )
  const wanted = [...ids.keys()].filter((id) => numberOfId(id) === numberOf(definition))
  if (wanted.length === 0) return
  for (const { id } of await idsThere(tx, actor, definition, wanted)) {
    const one = ids.get(id)
    if (one !== undefined) known.set(keyOf(one), id)
  }
}

/** 'GTXPro' is GTX Pro: names are compared without spaces and signs, where there are few enough of them. */
async function learnSqueezed(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  references: readonly Reference[],
  known: Map<string, number | null>,
): Promise<void> {
  const names = await someNames(tx, actor, definition, SMALL_OBJECT)
  if (names.length === SMALL_OBJECT) return
  const bySqueezed = new Map<string, number>()
  for (const { word, id } of names) if (!bySqueezed.has(squeezed(word))) bySqueezed.set(squeezed(word), id)
  for (const one of references) {
    const id = bySqueezed.get(squeezed(one.value))
    if (id !== undefined && squeezed(one.value) !== '') known.set(keyOf(one), id)
  }
}
