import type { Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Batch } from './terms.ts'
import type { Outcome } from './outcome.ts'
import type { ReadRow, Reference } from './plan.ts'
import { splitFullName } from '../../../ground/people/name.ts'
import { insertKeys } from '../imports.sql.ts'

/** Makes the records that rows refer to and that are not here, of the objects for which this was asked. */
export async function makeMissing(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  rows: readonly ReadRow[],
  outcome: Outcome,
): Promise<void> {
  for (const objectName of batch.options.createMissing ?? []) {
    const door = batch.doors.get(objectName)
    if (door === undefined || objectName === batch.plan.target.name) continue
    const missing = missingOf(batch, rows, objectName)
    const made = await makeRecordsFor(tx, actor, batch, objectName, missing)
    for (const one of missing) {
      const id = made.get(one.value.toLowerCase())
      if (id === undefined) continue
      batch.book.add(one, id)
      outcome.note(`${door.definition.labelPlural} that were not here are made.`)
    }
  }
}

/** Makes a record for each word, with nothing but the name; answers the ids by the word in small letters. */
export async function makeRecordsFor(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  objectName: string,
  references: readonly Pick<Reference, 'by' | 'value'>[],
): Promise<Map<string, number>> {
  const door = batch.doors.get(objectName)
  if (door === undefined || references.length === 0) return new Map()
  const saved = await door.create(
    tx,
    actor,
    references.map((one) => draftFor(objectName, one)),
    { importId: batch.importId, skipDuplicateCheck: true, allowDuplicates: true },
  )
  const made = saved.flatMap(({ id, refusal }, at) =>
    id === undefined || refusal !== undefined ? [] : [[references[at]?.value ?? '', id] as const],
  )
  await insertKeys(
    tx,
    batch.importId,
    objectName,
    'id',
    made.map(([value, recordId]) => ({ value, recordId })),
  )
  return new Map(made.map(([value, id]) => [value.toLowerCase(), id]))
}

function missingOf(batch: Batch, rows: readonly ReadRow[], objectName: string): readonly Reference[] {
  const missing = new Map<string, Reference>()
  for (const reference of rows.flatMap(({ references }) => references)) {
    const isOne = batch.book.objectsOf(reference.field).includes(objectName) && batch.book.find(reference) === undefined
    if (isOne) missing.set(reference.value.toLowerCase(), reference)
  }
  return [...missing.values()]
}

function draftFor(
  objectName: string,
  { by, value }: Pick<Reference, 'by' | 'value'>,
): Readonly<Record<string, unknown>> {
  if (objectName !== 'User' && objectName !== 'Contact' && objectName !== 'Lead') return { Name: value.slice(0, 80) }
  const isAddress = value.includes('@')
  const { firstName, lastName } = splitFullName(isAddress ? (value.split('@')[0] ?? value) : value)
  const name = {
    ...(firstName === undefined ? {} : { FirstName: firstName.slice(0, 40) }),
    LastName: lastName.slice(0, 80),
  }
  if (objectName === 'User') return { ...name, Email: isAddress ? value : placeholderAddress(value), Role: 'sales' }
  return isAddress || by === 'Email' ? { ...name, Email: value } : name
}

/** An address nobody has: the user cannot sign in until somebody sets the real one. */
export const placeholderAddress = (name: string): string =>
  `${
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '.')
      .replace(/^\.|\.$/g, '')
      .slice(0, 60) || 'somebody'
  }@no-address.invalid`

/** The account that deals naming none stand under; undefined when none is needed, or they are to be refused. */
export async function gatheringAccount(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  rows: readonly ReadRow[],
): Promise<number | undefined> {
  if (batch.plan.target.name !== 'Opportunity' || batch.options.withoutAccount === 'refuse') return undefined
  const isNeeded = rows.some(
    ({ values, references }) =>
      values.AccountId === undefined && !references.some(({ field }) => field === 'AccountId'),
  )
  const door = batch.doors.get('Account')
  if (!isNeeded || door === undefined) return undefined
  const reference: Reference = {
    field: 'AccountId',
    by: 'Name',
    value: `No account named (${batch.fileName})`.slice(0, 255),
  }
  await batch.book.learn(tx, actor, [reference])
  const there = batch.book.find(reference)
  if (there !== undefined) return there
  const [saved] = await door.create(
    tx,
    actor,
    [
      {
        Name: reference.value,
        Description: 'Deals of an imported file that named no account. Move each to the account it belongs to.',
      },
    ],
    {
      importId: batch.importId,
      skipDuplicateCheck: true,
      allowDuplicates: true,
    },
  )
  if (saved?.refusal !== undefined) throw saved.refusal
  if (saved?.id !== undefined) batch.book.add(reference, saved.id)
  return saved?.id
}
