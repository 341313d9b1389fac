import { announce } from '../../platform/events.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { ChangeDraft, Door } from '../../ground/objects/door.ts'
import type { Draft } from '../../ground/objects/drafts.ts'
import { changeRecords, createRecords, savedIds } from '../../ground/objects/objects.ts'
import { bringBackRecords, removeRecords } from '../../ground/objects/removal.ts'
import type { Saved } from '../../ground/objects/save.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { defaultOwner } from '../../ground/users/owners.ts'
import { Attachment } from './fields.ts'
import { keepContents, partDrafts, removePieces, type Parted } from './uploads.ts'

/** Keeps files with records. `Body` is base64 text, or an upload whose pieces are kept. */
export async function createAttachments(tx: Tx, actor: Actor, drafts: readonly Draft[]): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'Attachment')
  const parted = partDrafts(definition, 'Body', drafts)
  const ownerId = actor.userId ?? (await defaultOwner(tx))
  const saved = await createRecords(
    tx,
    actor,
    definition,
    parted.map(({ draft }) => draft),
    (values, at) =>
      parted[at]?.refusal ?? {
        values: { ...values, OwnerId: values.OwnerId ?? ownerId, BodyLength: parted[at]?.content?.size ?? 0 },
      },
  )
  await keepContents(tx, contentsOf(saved, parted))
  announce(tx, { type: 'attachment.created', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

async function updateAttachments(tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'Attachment')
  const parted = partDrafts(
    definition,
    'Body',
    changes.map(({ draft }) => draft),
  )
  const without = changes.map((change, at) => ({ ...change, draft: parted[at]?.draft ?? {} }))
  const saved = await changeRecords(tx, actor, definition, without, (_, values, change) => {
    const { refusal, content } = parted[without.findIndex((one) => one === change)] ?? {}
    return refusal ?? { values: content === undefined ? values : { ...values, BodyLength: content.size } }
  })
  const replaced = contentsOf(saved, parted)
  if (replaced.length > 0)
    await removePieces(
      tx,
      replaced.map(({ id }) => id),
    )
  await keepContents(tx, replaced)
  announce(tx, { type: 'attachment.changed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

/** The contents of what was saved, by the ids of their records. */
export const contentsOf = (saved: readonly Saved[], parted: readonly Parted[]) =>
  saved.flatMap(({ id, refusal }, at) => {
    const content = parted[at]?.content
    return id === undefined || refusal instanceof Refusal || content === undefined ? [] : [{ id, content }]
  })

export const attachmentDoor: Door = {
  definition: Attachment,
  create: createAttachments,
  update: updateAttachments,
  remove: (tx, actor, ids) => removeRecords(tx, actor, Attachment, ids),
  restore: (tx, actor, ids) => bringBackRecords(tx, actor, Attachment, ids),
}
