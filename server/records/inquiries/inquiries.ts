import { definitionOf } from '../../ground/objects/catalogue.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import { drawIds } from '../../ground/objects/ids.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { emailKey, isDepartmentEmail } from '../../ground/people/email.ts'
import { personKeys } from '../../ground/people/matchKeys.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import {
  deleteInquiriesOfImport,
  inquiriesOfPerson,
  insertInquiries,
  knownByKey,
  lockAddressKeys,
  type KnownRow,
} from './inquiries.sql.ts'
import type { Inquiry, KnownPerson, NewInquiry } from './inquiry.ts'

/** Records what people responded to; answers the ids in order. Announces `inquiry.recorded`. */
export async function recordInquiries(tx: Tx, actor: Actor, inquiries: readonly NewInquiry[]): Promise<number[]> {
  if (inquiries.length === 0) return []
  const ids = await drawIds(tx, 'Inquiry', inquiries.length)
  await insertInquiries(
    tx,
    actor,
    inquiries.map((inquiry, at) => ({ ...inquiry, id: ids[at] ?? 0 })),
  )
  announce(tx, { type: 'inquiry.recorded', recordIds: ids, actorId: actor.userId })
  return ids
}

/** Takes back the responses an import recorded, when the whole import is undone; answers how many. */
export const withdrawInquiries = (tx: Tx, importId: number): Promise<number> => deleteInquiriesOfImport(tx, importId)

export type InquiryPage = { readonly inquiries: readonly Inquiry[]; readonly next: string | null }

/** What the person behind a lead or contact responded to, newest first, a page at a time. */
export async function listInquiries(
  tx: Tx,
  actor: Actor,
  objectName: 'Lead' | 'Contact',
  recordId: number,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<InquiryPage> {
  const { PersonId } = await getRecord(tx, actor, await definitionOf(tx, objectName), recordId, ['PersonId'])
  const [at, id] = after === undefined ? [endOfTime, Number.MAX_SAFE_INTEGER] : decodeCursor(after, 2)
  const before = { at: at instanceof Date ? at : endOfTime, id: Number(id) }
  const rows = await inquiriesOfPerson(tx, Number(PersonId), before, limit + 1)
  const inquiries = rows.slice(0, limit)
  const last = rows.length > limit ? inquiries.at(-1) : undefined
  return { inquiries, next: last === undefined ? null : encodeCursor([last.respondedAt, last.id]) }
}

const endOfTime = new Date('9999-12-31T00:00:00Z')

/** Somebody who says who they are. */
export type Asked = { readonly email: string; readonly firstName?: string | null; readonly lastName?: string }

/**
 * The lead or contact behind each address, one answer each, in order; undefined for strangers. A contact comes
 * before a lead, an open lead before a closed one, and of several like that the one with the name. What a department reads (`info@`) names somebody only
 * together with the last name. Call `lockAddresses` first where strangers are made leads of.
 */
export async function findKnownPeople(
  tx: Tx,
  actor: Actor,
  asked: readonly Asked[],
): Promise<(KnownPerson | undefined)[]> {
  const wanted = asked.flatMap(({ email }, at) => addressKeys(email).map((key) => ({ at, key })))
  if (wanted.length === 0) return asked.map(() => undefined)
  const definitions = { lead: await definitionOf(tx, 'Lead'), contact: await definitionOf(tx, 'Contact') }
  const byPlace = Map.groupBy(await knownByKey(tx, actor, definitions, wanted), ({ at }) => at)
  return asked.map((one, at) => {
    const [best] = (byPlace.get(at) ?? []).filter((row) => isThem(row, one)).sort(preferredFor(one))
    return best === undefined ? undefined : { ...best, email: best.email ?? best.foundBy }
  })
}

/** Until the transaction ends nobody else makes a lead of anybody with these addresses. */
export async function lockAddresses(tx: Tx, emails: readonly string[]): Promise<void> {
  const keys = [...new Set(emails.flatMap(addressKeys))].sort((a, b) => a - b)
  if (keys.length > 0) await lockAddressKeys(tx, keys)
}

/** The key under which leads and contacts with this address are found; none for what is no address. */
// A person of whom only the address is known has the address's own key first.
export const addressKeys = (email: string): number[] =>
  emailKey(email) === '' ? [] : personKeys({ email }).slice(0, 1)

const isThem = (row: KnownRow, { email, lastName }: Asked): boolean =>
  emailKey(row.foundBy) === emailKey(email) &&
  (!isDepartmentEmail(email) || row.lastName.toLowerCase() === (lastName ?? '').trim().toLowerCase())

const rank = ({ object, isClosed }: KnownRow): number => (object === 'Contact' ? 0 : isClosed ? 2 : 1)

const preferredFor = ({ firstName, lastName }: Asked) => {
  const name = [firstName, lastName].filter(Boolean).join(' ').trim().toLowerCase()
  const isNamed = (row: KnownRow): number => Number(row.name.toLowerCase() === name)
  return (a: KnownRow, b: KnownRow): number => rank(a) - rank(b) || isNamed(b) - isNamed(a) || b.id - a.id
}
