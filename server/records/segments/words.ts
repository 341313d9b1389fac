import { decodeId } from '../../../shared/ids.ts'
import type { SegmentLeaf } from '../../../shared/segmentCondition.ts'
import type { Words } from '../../../shared/segmentWords.ts'
import { visibleNamesOf } from '../../ground/objects/present.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { placeOf, type Definitions } from './fields.ts'
import { namesOfSegments } from './segments.sql.ts'

/** The names of what conditions refer to, as far as the actor may see it, by their 18-character ids. */
export async function namesIn(
  tx: Tx,
  actor: Actor,
  leaves: readonly SegmentLeaf[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map(
    leaves.flatMap(idsIn).flatMap((text) => {
      const id = decodeId(text)
      return id === undefined ? [] : [[id, text] as const]
    }),
  )
  const segments = leaves.flatMap((leaf) => ('segment' in leaf ? [decodeId(leaf.segment) ?? 0] : []))
  const [named, ofSegments] = await Promise.all([
    visibleNamesOf(tx, actor, texts.keys()),
    segments.length === 0 ? [] : namesOfSegments(tx, segments),
  ])
  const all = [...named, ...ofSegments.map(({ id, name }) => [id, name] as const)]
  return new Map(all.flatMap(([id, name]) => [[texts.get(id) ?? '', name] as const]))
}

/** What sentences about these conditions are made with. */
export const wordsFor = async (
  tx: Tx,
  actor: Actor,
  definitions: Definitions,
  leaves: readonly SegmentLeaf[],
): Promise<Words> => wordsOf(definitions, await namesIn(tx, actor, leaves))

const wordsOf = (definitions: Definitions, names: ReadonlyMap<string, string>): Words => ({
  nameOf: (id) => names.get(id),
  fieldOf: (name) => fieldOf(definitions, name),
})

function idsIn(leaf: SegmentLeaf): readonly string[] {
  if ('segment' in leaf) return [leaf.segment]
  if ('campaign' in leaf) return leaf.campaign.id === undefined ? [] : [leaf.campaign.id]
  if ('inquiry' in leaf) return leaf.inquiry.campaign === undefined ? [] : [leaf.inquiry.campaign]
  if (!('field' in leaf)) return []
  return valuesOf(leaf.value).filter((value) => /^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/.test(value))
}

const valuesOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one) => (typeof one === 'string' ? [one] : []))

const fieldOf = (definitions: Definitions, name: string) => {
  try {
    return (placeOf(definitions, name, 'Lead') ?? placeOf(definitions, name, 'Contact'))?.field
  } catch {
    // A field that was removed since is called by its API name.
    return undefined
  }
}
