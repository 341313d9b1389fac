import { announce } from '../../platform/events.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValues } from '../../ground/objects/definition.ts'
import type { ChangeDraft, Door } from '../../ground/objects/door.ts'
import { readDrafts, type Draft, type Read } from '../../ground/objects/drafts.ts'
import { changeRecords, createRecords, savedIds, storePrepared } from '../../ground/objects/objects.ts'
import { bringBackRecords, removeForGood, removeRecords } from '../../ground/objects/removal.ts'
import type { Row, Saved } from '../../ground/objects/save.ts'
import { refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { defaultOwner } from '../../ground/users/owners.ts'
import { contentsOf } from './attachments.ts'
import { ContentDocument, ContentDocumentLink, ContentVersion } from './fields.ts'
import { linksThere, newestNumbers, retitleDocuments } from './pieces.sql.ts'
import { keepContents, partDrafts } from './uploads.ts'

/** Said by clients of every file they send, and so of none in particular. */
const TAKEN_FOR_GRANTED = new Set([
  'origin',
  'contentlocation',
  'sharingoption',
  'sharingprivacy',
  'ismajorversion',
  'ownerid',
])

const withoutCommonplaces = (draft: Draft): Draft =>
  Object.fromEntries(Object.entries(draft).filter(([name]) => !TAKEN_FOR_GRANTED.has(name.toLowerCase())))

/**
 * Keeps files, or further versions of files that are there. `VersionData` is base64 text, or an upload whose pieces are
 * kept; with `FirstPublishLocationId` the file is linked to that record.
 */
export async function createVersions(tx: Tx, actor: Actor, drafts: readonly Draft[]): Promise<Saved[]> {
  refuseUnlessMay(actor, 'create', 'ContentVersion')
  const definition = await definitionOf(tx, 'ContentVersion')
  const parted = partDrafts(definition, 'VersionData', drafts.map(withoutCommonplaces))
  const read = await readDrafts(
    tx,
    actor,
    definition,
    parted.map(({ draft }) => draft),
  )
  const files = await filesFor(
    tx,
    actor,
    read.map((one, at): Titled => withTitle(parted[at]?.refusal === undefined ? one : { refusal: parted[at].refusal })),
  )
  const saved = await storePrepared(
    tx,
    actor,
    definition,
    files.map((file, at): Row | Refusal =>
      file instanceof Refusal
        ? file
        : {
            values: {
              ...file.values,
              ContentDocumentId: file.documentId,
              ContentSize: parted[at]?.content?.size ?? 0,
              Checksum: parted[at]?.content?.checksum ?? null,
            },
            columns: { number: file.number, owner_id: file.ownerId },
          },
    ),
  )
  await keepContents(tx, contentsOf(saved, parted))
  announce(tx, { type: 'contentversion.created', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

type Titled = (FieldValues & { readonly Title: string }) | Refusal

/** A file is called what its path says, unless it is called otherwise. */
function withTitle({ values, refusal }: Read): Titled {
  if (refusal !== undefined) return refusal
  const path = typeof values.PathOnClient === 'string' ? values.PathOnClient : ''
  const title = typeof values.Title === 'string' ? values.Title : titleIn(path)
  if (title !== '') return { ...values, Title: title }
  return new Refusal('required_field_missing', 'File name is missing. Every file needs one.', {
    field: 'PathOnClient',
    rule: 'Every file needs a name.',
  })
}

const titleIn = (path: string): string => {
  const name = path.split(/[\\/]/).at(-1) ?? ''
  return (name.replace(/(.)\.[^.]*$/, '$1') || name).slice(0, 255)
}

type FileRow = {
  readonly values: FieldValues
  readonly documentId: number
  readonly number: number
  readonly ownerId: number
}

/** Makes the files of first versions, with their links, and counts the versions of the others. */
async function filesFor(tx: Tx, actor: Actor, drafts: readonly Titled[]): Promise<(FileRow | Refusal)[]> {
  const ownerId = actor.userId ?? (await defaultOwner(tx))
  const given = drafts.filter((one): one is Exclude<Titled, Refusal> => !(one instanceof Refusal))
  const numbers = await newestNumbers(
    tx,
    given.flatMap(({ ContentDocumentId: id }) => (typeof id === 'number' ? [id] : [])),
  )
  const fresh = given.filter(({ ContentDocumentId: id }) => typeof id !== 'number')
  const made = await storePrepared(
    tx,
    actor,
    ContentDocument,
    fresh.map(({ Title, Description = null }) => ({ values: { Title, Description, OwnerId: ownerId } })),
  )
  await storePrepared(
    tx,
    actor,
    ContentDocumentLink,
    fresh.flatMap(({ FirstPublishLocationId: recordId }, at) => {
      const documentId = made[at]?.id
      return typeof recordId === 'number' && documentId !== undefined
        ? [
            {
              values: {
                ContentDocumentId: documentId,
                LinkedEntityId: recordId,
                ShareType: 'V',
                Visibility: 'AllUsers',
              },
            },
          ]
        : []
    }),
  )
  let next = 0
  return drafts.map((one) => {
    if (one instanceof Refusal) return one
    const documentId = typeof one.ContentDocumentId === 'number' ? one.ContentDocumentId : (made[next++]?.id ?? 0)
    const number = (numbers.get(documentId) ?? 0) + 1
    numbers.set(documentId, number)
    return { values: one, documentId, number, ownerId }
  })
}

async function updateVersions(tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'ContentVersion')
  const titles: { versionId: number; title: string }[] = []
  const saved = await changeRecords(tx, actor, definition, changes, (before, values) => {
    if (typeof values.Title === 'string') titles.push({ versionId: before.Id, title: values.Title })
    return { values }
  })
  if (titles.length > 0) await retitleDocuments(tx, actor.userId, titles)
  return saved
}

/** Keeps files with further records. A file is kept with a record once. */
async function createLinks(tx: Tx, actor: Actor, drafts: readonly Draft[]): Promise<Saved[]> {
  const read = await readDrafts(tx, actor, ContentDocumentLink, drafts)
  const pairs = read.flatMap(({ values }) =>
    typeof values?.ContentDocumentId === 'number' && typeof values.LinkedEntityId === 'number'
      ? [{ documentId: values.ContentDocumentId, recordId: values.LinkedEntityId }]
      : [],
  )
  const there = await linksThere(tx, pairs)
  return createRecords(tx, actor, ContentDocumentLink, drafts, (values) => {
    const key = `${String(values.ContentDocumentId)} ${String(values.LinkedEntityId)}`
    if (there.has(key)) return linkedAlready()
    there.add(key)
    return { values: { ShareType: 'V', Visibility: 'AllUsers', ...values } }
  })
}

const linkedAlready = (): Refusal =>
  new Refusal('duplicate_value', 'This file is kept with that record already.', {
    field: 'LinkedEntityId',
    rule: 'A file is kept with a record once.',
    kind: 'conflict',
  })

const madeByVersion = (): Refusal =>
  new Refusal('cannot_insert_update', 'A file comes about with its first version. Make a ContentVersion instead.', {
    rule: 'A file comes about with its first version.',
  })

const versionStays = (): Refusal =>
  new Refusal('delete_failed', 'A version of a file is not deleted alone. Delete the file (ContentDocument) instead.', {
    rule: 'A file keeps its versions.',
  })

export const contentVersionDoor: Door = {
  definition: ContentVersion,
  create: createVersions,
  update: updateVersions,
  remove: async (_tx, _actor, ids) => ids.map((id) => ({ id, refusal: versionStays() })),
  never: ['remove'],
}

export const contentDocumentDoor: Door = {
  definition: ContentDocument,
  create: async (_tx, _actor, drafts) => drafts.map(() => ({ refusal: madeByVersion() })),
  update: (tx, actor, changes) => changeRecords(tx, actor, ContentDocument, changes, (_, values) => ({ values })),
  remove: (tx, actor, ids) => removeRecords(tx, actor, ContentDocument, ids),
  restore: (tx, actor, ids) => bringBackRecords(tx, actor, ContentDocument, ids),
  never: ['create'],
}

export const contentDocumentLinkDoor: Door = {
  definition: ContentDocumentLink,
  create: createLinks,
  update: (tx, actor, changes) => changeRecords(tx, actor, ContentDocumentLink, changes, (_, values) => ({ values })),
  remove: (tx, actor, ids) => removeForGood(tx, actor, ContentDocumentLink, ids),
}
