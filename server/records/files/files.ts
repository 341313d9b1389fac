import { objectOfId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { attachmentDoor } from './attachments.ts'
import { contentDocumentDoor, contentDocumentLinkDoor, createVersions } from './documents.ts'
import { Attachment, ContentDocument, ContentVersion, withFiles } from './fields.ts'
import { filesOfRecord, otherLinks, type KeptFile } from './files.sql.ts'
import { noSuchFile, type Content } from './uploads.ts'

export type { KeptFile }

const PAGE = 50

/** A page of the files kept with a record, newest first. Throws not_found when the record is out of reach. */
export async function listFiles(
  tx: Tx,
  actor: Actor,
  recordId: number,
  after?: { readonly at: Date; readonly id: number },
): Promise<{ readonly files: readonly KeptFile[]; readonly last: KeptFile | undefined }> {
  await reachedRecord(tx, actor, recordId)
  const files = await filesOfRecord(tx, actor, recordId, after, PAGE + 1)
  const shown = files.slice(0, PAGE)
  return { files: shown, last: files.length > PAGE ? shown.at(-1) : undefined }
}

/** Refuses who may not keep files, or not with this record. */
export async function refuseUnlessMayKeep(tx: Tx, actor: Actor, recordId: number): Promise<void> {
  refuseUnlessMay(actor, 'create', 'ContentVersion')
  await reachedRecord(tx, actor, recordId)
}

/** Keeps an upload with a record; answers the file's id. */
export async function keepFile(
  tx: Tx,
  actor: Actor,
  recordId: number,
  { name, content }: { readonly name: string; readonly content: Content },
): Promise<number> {
  await refuseUnlessMayKeep(tx, actor, recordId)
  const [saved] = await createVersions(tx, actor, [
    { PathOnClient: name, VersionData: content, FirstPublishLocationId: recordId },
  ])
  if (saved?.id === undefined || saved.refusal !== undefined) throw saved?.refusal ?? noSuchFile(recordId)
  const { ContentDocumentId: id } = await getRecord(tx, actor, ContentVersion, saved.id, ['ContentDocumentId'])
  return Number(id)
}

/** Takes a file off a record. Kept with no other record it goes into the recycle bin. */
export async function removeFile(tx: Tx, actor: Actor, recordId: number, fileId: number): Promise<void> {
  refuseUnlessMay(actor, 'delete', 'ContentDocument')
  await reachedRecord(tx, actor, recordId)
  const [saved] = await removedFrom(tx, actor, recordId, fileId)
  if (saved?.refusal !== undefined) throw saved.refusal
}

/** Brings back what was taken off a record. */
export async function restoreFile(tx: Tx, actor: Actor, recordId: number, fileId: number): Promise<void> {
  refuseUnlessMay(actor, 'delete', 'ContentDocument')
  await reachedRecord(tx, actor, recordId)
  const [saved] = await restoredTo(tx, actor, recordId, fileId)
  if (saved?.refusal !== undefined) throw saved.refusal
}

async function restoredTo(tx: Tx, actor: Actor, recordId: number, fileId: number) {
  if (objectOfId(fileId) === 'Attachment') return attachmentDoor.restore?.(tx, actor, [fileId]) ?? []
  if (objectOfId(fileId) !== 'ContentDocument') throw noSuchFile(fileId)
  const { linkId } = await otherLinks(tx, fileId, recordId)
  return linkId === null
    ? contentDocumentLinkDoor.create(tx, actor, [{ ContentDocumentId: fileId, LinkedEntityId: recordId }])
    : (contentDocumentDoor.restore?.(tx, actor, [fileId]) ?? [])
}

async function removedFrom(tx: Tx, actor: Actor, recordId: number, fileId: number) {
  if (objectOfId(fileId) === 'Attachment') {
    const { ParentId } = await getRecord(tx, actor, Attachment, fileId, ['ParentId'])
    if (ParentId !== recordId) throw noSuchFile(fileId)
    return attachmentDoor.remove(tx, actor, [fileId])
  }
  if (objectOfId(fileId) !== 'ContentDocument') throw noSuchFile(fileId)
  await getRecord(tx, actor, ContentDocument, fileId, ['Id'])
  const { others, linkId } = await otherLinks(tx, fileId, recordId)
  if (linkId === null) throw noSuchFile(fileId)
  return others === 0
    ? contentDocumentDoor.remove(tx, actor, [fileId])
    : contentDocumentLinkDoor.remove(tx, actor, [linkId])
}

async function reachedRecord(tx: Tx, actor: Actor, recordId: number): Promise<void> {
  const objectName = objectOfId(recordId) ?? ''
  if (!withFiles.includes(objectName)) {
    throw new Refusal('no_files', `Files are kept with ${withFiles.join(', ')} records, and this is none of them.`, {
      kind: 'not_found',
      rule: `Files are kept with ${withFiles.join(', ')} records.`,
    })
  }
  await getRecord(tx, actor, await definitionOf(tx, objectName), recordId, ['Id'])
}

export type FileContent = { readonly recordId: number; readonly name: string; readonly size: number }

/** Where the bytes of an attachment, a version or a document are; throws not_found when the actor may not see it. */
export async function findContent(tx: Tx, actor: Actor, id: number): Promise<FileContent> {
  switch (objectOfId(id)) {
    case 'Attachment': {
      const { Name, BodyLength } = await getRecord(tx, actor, Attachment, id, ['Name', 'BodyLength'])
      return { recordId: id, name: String(Name), size: Number(BodyLength) }
    }
    case 'ContentVersion': {
      const fields = ['Title', 'FileExtension', 'ContentSize', 'IsDeleted']
      const { Title, FileExtension, ContentSize, IsDeleted } = await getRecord(tx, actor, ContentVersion, id, fields)
      // Versions have no recycle bin of their own: they lie in that of their file.
      if (IsDeleted === true) throw noSuchFile(id)
      return { recordId: id, name: [Title, FileExtension].filter(Boolean).join('.'), size: Number(ContentSize) }
    }
    case 'ContentDocument': {
      const document = await getRecord(tx, actor, ContentDocument, id, ['LatestPublishedVersionId'])
      return findContent(tx, actor, Number(document['LatestPublishedVersionId']))
    }
    default:
      throw noSuchFile(id)
  }
}
