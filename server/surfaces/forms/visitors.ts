import { decodeId, encodeId } from '../../../shared/ids.ts'
import { listOrgs, type Org } from '../../ground/orgs/orgs.ts'
import { elapsedMs } from '../../platform/clock.ts'
import type { Database } from '../../platform/tx.ts'
import { decodePost, type RawPost } from './decoding.ts'
import { Refusal } from '../../platform/errors.ts'

const FRESH_MS = 5000

const remembered = new WeakMap<Database, { readonly readAt: number; readonly orgs: readonly Org[] }>()

async function knownOrgs(db: Database): Promise<readonly Org[]> {
  const held = remembered.get(db)
  if (held !== undefined && elapsedMs() - held.readAt < FRESH_MS) return held.orgs
  const orgs = await listOrgs(db)
  remembered.set(db, { readAt: elapsedMs(), orgs })
  return orgs
}

/**
 * The org an anonymous visitor means. Where there is only one it is that, whatever the form says: a form that
 * served another tool carries that tool's org id, and works here by changing its address alone.
 */
export async function orgMeant(db: Database, orgId: string | undefined): Promise<Org | undefined> {
  const orgs = await knownOrgs(db)
  if (orgs.length === 1) return orgs[0]
  const id = decodeId(orgId ?? '')
  return id === undefined ? undefined : orgs.find((org) => org.id === id)
}

/** The org of a post; its fields are read before it is stored only where several orgs leave no other way. */
export async function orgOfPost(db: Database, post: RawPost): Promise<Org | undefined> {
  const only = await orgMeant(db, undefined)
  if (only !== undefined) return only
  const decoded = await decodePost(post)
  return decoded instanceof Refusal
    ? undefined
    : orgMeant(db, decoded.fields.find(({ name }) => name.toLowerCase() === 'oid')?.value.trim())
}

/** `?oid=00D…` behind an address of ours, where there are several orgs. */
export const orgQuery = async (db: Database, org: { readonly id: number }): Promise<string> =>
  (await knownOrgs(db)).length === 1 ? '' : `?oid=${encodeId(org.id)}`
