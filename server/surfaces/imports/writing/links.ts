import type { Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import { insertRefusals, takeLinks, type LinkRow } from '../imports.sql.ts'
import type { Batch } from './terms.ts'
import { makeRecordsFor } from './missing.ts'

const AT_ONCE = 1000

/** Sets the references to records that stood further down in the file; answers whether there may be more. */
export async function tieLinks(tx: Tx, actor: Actor, batch: Batch): Promise<boolean> {
  const links = await takeLinks(tx, batch.importId, AT_ONCE)
  if (links.length === 0) return false
  await batch.book.learn(tx, actor, links)
  if (batch.options.createMissing?.includes(batch.plan.target.name)) await makeMissingOnes(tx, actor, batch, links)
  const found = links.flatMap((link) => {
    const id = batch.book.find(link)
    return id === undefined || id === link.recordId ? [] : [{ link, id }]
  })
  const changes = new Map<number, Record<string, number>>()
  for (const { link, id } of found) changes.set(link.recordId, { ...changes.get(link.recordId), [link.field]: id })
  const saved = await batch.door.update(
    tx,
    actor,
    [...changes].map(([id, draft]) => ({ id, draft })),
  )
  const refused = new Map(saved.map(({ id, refusal }) => [id, refusal?.message]))
  const isTied = new Set(found.filter(({ link }) => refused.get(link.recordId) === undefined).map(({ link }) => link))
  await insertRefusals(
    tx,
    batch.importId,
    links.filter((link) => !isTied.has(link)).map((link, at) => remark(link, refused.get(link.recordId), at)),
  )
  return links.length === AT_ONCE
}

async function makeMissingOnes(tx: Tx, actor: Actor, batch: Batch, links: readonly LinkRow[]): Promise<void> {
  const missing = new Map(
    links.filter((link) => batch.book.find(link) === undefined).map((link) => [link.value.toLowerCase(), link]),
  )
  const saved = await makeRecordsFor(tx, actor, batch, batch.plan.target.name, [...missing.values()])
  for (const link of links) {
    const id = saved.get(link.value.toLowerCase())
    if (id !== undefined) batch.book.add(link, id)
  }
}

const remark = (link: LinkRow, refusal: string | undefined, at: number) => ({
  line: link.line,
  number: 1000 + at,
  kind: 'noted' as const,
  field: link.field,
  reason: refusal ?? `There is no '${link.value.slice(0, 80)}' here or in the file, so ${link.field} was left blank.`,
  cells: [],
})
