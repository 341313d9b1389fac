import { isSame, type FieldValues, type ObjectDefinition, type StoredRecord } from '../../ground/objects/definition.ts'
import type { Wanted } from '../../ground/objects/door.ts'
import { readDrafts } from '../../ground/objects/drafts.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { accountsWith } from '../../records/accounts/accounts.ts'
import { contactsWith } from '../../records/contacts/contacts.ts'
import { leadsWith } from '../../records/leads/leads.ts'
import type { Matchable } from './duplicate.ts'
import { idsOf, type MergeRequest } from './mergeRequest.ts'

export type Chosen =
  | { readonly values: FieldValues; readonly refusal?: undefined }
  | { readonly values?: undefined; readonly refusal: Refusal }

type Rules = (tx: Tx, wanted: readonly Wanted[]) => Promise<(FieldValues | Refusal)[]>

const rulesOf: Readonly<Record<Matchable, Rules>> = {
  Lead: leadsWith,
  Contact: contactsWith,
  Account: accountsWith,
}

/** The values somebody chose, checked field by field and by the rules of their room; one answer a request, in order. */
export async function readChosen(
  tx: Tx,
  actor: Actor,
  objectName: Matchable,
  definition: ObjectDefinition,
  requests: readonly MergeRequest[],
  locked: ReadonlyMap<number, StoredRecord>,
): Promise<Chosen[]> {
  const drafts = requests.map(({ values = {} }) => values)
  if (drafts.every((values) => Object.keys(values).length === 0)) return []
  const read = await readDrafts(tx, actor, definition, drafts, { forUpdate: true })
  const wanted = read.map(({ values = {} }, at): Wanted | undefined => {
    const ids = requests[at] === undefined ? [] : idsOf(requests[at])
    const [master, ...losers] = ids.map((id) => locked.get(id))
    return master === undefined ? undefined : { before: master, values: invented(values, ids, losers) }
  })
  const judged = await rulesOf[objectName](
    tx,
    wanted.filter((one) => one !== undefined),
  )
  let next = 0
  return read.map(({ values, refusal }, at): Chosen => {
    const ruled = wanted[at] === undefined ? undefined : judged[next++]
    if (refusal !== undefined) return { refusal }
    return ruled instanceof Refusal ? { refusal: ruled } : { values: { ...values, ...ruled } }
  })
}

/** What a merged record has already kept every rule when it came about, and none can point to itself; the rest is a change like any other. */
const invented = (
  values: FieldValues,
  ids: readonly number[],
  losers: readonly (StoredRecord | undefined)[],
): FieldValues =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) =>
        !ids.some((id) => id === value) && !losers.some((loser) => loser && isSame(loser[name], value)),
    ),
  )
