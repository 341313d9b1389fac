import { leafSentence, type Words } from '../../../shared/segmentWords.ts'
import { encodeId } from '../../../shared/ids.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { presentRecords } from '../../ground/objects/present.ts'
import { notFound } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { factsOf } from './facts.sql.ts'
import { wordsFor } from './words.ts'
import { placeOf, type Definitions } from './fields.ts'
import type { Asking } from './fits.sql.ts'
import { whichHold } from './people.sql.ts'
import type { Ready, ReadyLeaf } from './ready.ts'
import type { Role } from './segment.ts'

/** One part of a condition, answered for one person. */
export type Reason = {
  readonly holds: boolean
  /** 'City is Malmö'; of several parts how they join: 'All of these'. */
  readonly sentence: string
  /** What is known of the person that bears on it. */
  readonly found: string | null
  readonly parts: readonly Reason[]
}

type Answered = {
  readonly words: Words
  readonly holds: ReadonlyMap<ReadyLeaf, boolean>
  readonly facts: ReadonlyMap<ReadyLeaf, string | null>
}

/** Every part of a condition answered for one person; throws not_found for somebody out of reach. */
export async function reasonsFor(tx: Tx, asking: Asking, ready: Ready, role: Role, id: number): Promise<Reason> {
  const leaves = eachLeaf(ready)
  const held = await whichHold(tx, asking, role, id, leaves)
  if (held === undefined) throw notFound('lead or contact', encodeId(id))
  const [facts, values, words] = await Promise.all([
    factsOf(tx, asking, role, id, leaves),
    valuesOf(tx, asking, role, id, leaves),
    wordsFor(tx, asking.actor, asking.definitions, leaves),
  ])
  return reasonOf(
    {
      words,
      holds: new Map(leaves.map((leaf, n) => [leaf, held[n] === true])),
      facts: new Map(leaves.map((leaf, n) => [leaf, values.get(leaf) ?? facts[n] ?? null])),
    },
    ready,
    false,
  )
}

/** All leaves, those inside the segments a condition asks for as well. */
function eachLeaf(ready: Ready): readonly ReadyLeaf[] {
  if ('and' in ready) return ready.and.flatMap(eachLeaf)
  if ('or' in ready) return ready.or.flatMap(eachLeaf)
  if ('not' in ready) return eachLeaf(ready.not)
  return 'segment' in ready ? [ready, ...eachLeaf(ready.is)] : [ready]
}

function reasonOf(answered: Answered, ready: Ready, denied: boolean): Reason {
  if ('not' in ready) return reasonOf(answered, ready.not, !denied)
  // Denied, every part is told as it must be: what has a tick is as it should.
  if ('and' in ready || 'or' in ready) {
    const isAll = 'and' in ready !== denied
    const parts = ('and' in ready ? ready.and : ready.or).map((part) => reasonOf(answered, part, denied))
    const holds = isAll ? parts.every((part) => part.holds) : parts.some((part) => part.holds)
    return { holds, sentence: isAll ? 'All of these' : 'Any of these', found: null, parts }
  }
  const sentence = leafSentence(answered.words, ready, denied)
  return {
    holds: (answered.holds.get(ready) === true) !== denied,
    sentence: sentence.charAt(0).toUpperCase() + sentence.slice(1),
    found: answered.facts.get(ready) ?? null,
    parts: 'segment' in ready ? [reasonOf(answered, ready.is, denied)] : [],
  }
}

/** The person's own values of the fields a condition asks for: 'Malmö'. */
async function valuesOf(
  tx: Tx,
  { actor, definitions }: Asking,
  role: Role,
  id: number,
  leaves: readonly ReadyLeaf[],
): Promise<ReadonlyMap<ReadyLeaf, string>> {
  const fields = leaves.flatMap((leaf) =>
    'plain' in leaf ? [{ leaf, place: placeOf(definitions, leaf.field, role) }] : [],
  )
  const own = fields.flatMap(({ place }) => (place?.of === role ? [place.field.name] : []))
  const ofAccount = fields.flatMap(({ place }) => (place?.of === 'Account' ? [place.field.name] : []))
  const shown = async (of: keyof Definitions, recordId: number | null, names: readonly string[]) => {
    if (names.length === 0 || recordId === null) return undefined
    return (
      await presentRecords(tx, definitions[of], await recordsById(tx, actor, definitions[of], [recordId], names))
    )[0]
  }
  const link = role === 'Contact' && ofAccount.length > 0 ? ['AccountId'] : []
  const [record] = await recordsById(tx, actor, definitions[role], [id], ['Id', ...link])
  const accountId = typeof record?.AccountId === 'number' ? record.AccountId : null
  const [mine, account] = await Promise.all([shown(role, id, own), shown('Account', accountId, ofAccount)])
  return new Map(
    fields.map(({ leaf, place }) => {
      const row = place?.of === 'Account' ? account : mine
      return [
        leaf,
        place === undefined
          ? `Only a ${role === 'Lead' ? 'contact' : 'lead'} has this`
          : valueIn(row, place.field.name, place.field.relationshipName),
      ]
    }),
  )
}

function valueIn(row: Readonly<Record<string, unknown>> | undefined, name: string, relationship?: string): string {
  const referred = relationship === undefined ? undefined : row?.[relationship]
  if (typeof referred === 'object' && referred !== null && 'Name' in referred && typeof referred.Name === 'string')
    return referred.Name
  const value = row?.[name]
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return value.toLocaleString('en')
  return typeof value === 'string' && value !== '' ? value : 'Nothing is entered'
}
