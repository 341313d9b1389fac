import { createHash } from 'node:crypto'
import { encodeId, idOf } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import type { Draft } from '../../ground/objects/drafts.ts'
import { givePieces, insertPiece, insertPieces, pieceAt, removePieces, removePiecesBetween } from './pieces.sql.ts'

/** As much as one row of `file_piece` holds. */
export const PIECE_MAX_BYTES = 1024 * 1024

/** As large as a file may be. */
export const FILE_MAX_BYTES = 2 * 1024 ** 3

/** Bytes on their way into a record: as they were sent in a text, or kept already under an id of their own. */
export type Content = { readonly size: number; readonly checksum: string } & (
  | { readonly bytes: Buffer; readonly uploadId?: undefined }
  | { readonly uploadId: number; readonly bytes?: undefined }
)

const UPLOADS_A_MS = 8
let uploads = 0

/** An id for an upload that begins now. It tells when, so that what never became a record's can be swept. */
export const newUpload = (at: Date): number =>
  idOf('StoredFile', at.getTime() * UPLOADS_A_MS + (uploads++ % UPLOADS_A_MS))

/** Throws away the pieces of uploads that began before this moment and never became a record's. */
export const sweepUploads = (tx: Tx, before: Date): Promise<number> =>
  removePiecesBetween(tx, idOf('StoredFile', 0), idOf('StoredFile', before.getTime() * UPLOADS_A_MS))

/** Contents that were made here: nobody can send one as JSON. */
const genuine = new WeakSet<object>()

/** The content of an upload whose pieces are kept; takes the place of base64 in a draft. */
export function uploaded(uploadId: number, size: number, checksum: string): Content {
  const content: Content = { uploadId, size, checksum }
  genuine.add(content)
  return content
}

/** Whether this is the content of an upload, rather than anything a client sent as JSON. */
export const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && genuine.has(value)

export const keepPiece = (tx: Tx, recordId: number, number: number, bytes: Buffer): Promise<number> =>
  insertPiece(tx, { recordId, number, bytes })

export { pieceAt, removePieces }

export type Parted = { readonly draft: Draft; readonly content?: Content; readonly refusal?: Refusal }

/** Drafts and the bytes that came with them in the field of this name; what is no base64 is refused. */
export const partDrafts = (definition: ObjectDefinition, fieldName: string, drafts: readonly Draft[]): Parted[] =>
  drafts.map((draft) => {
    const key = Object.keys(draft).findLast((name) => name.toLowerCase() === fieldName.toLowerCase())
    if (key === undefined) return { draft }
    const { [key]: value, ...rest } = draft
    const content = contentOf(value)
    return content === undefined ? { draft: rest, refusal: notBase64(definition, fieldName) } : { draft: rest, content }
  })

function contentOf(value: unknown): Content | undefined {
  if (isContent(value)) return value
  if (value === null || value === '') return madeOf(Buffer.alloc(0))
  // Clients wrap base64 into lines.
  const text = typeof value === 'string' ? value.replaceAll(/\s+/g, '') : undefined
  return text !== undefined && text.length % 4 !== 1 && /^[A-Za-z0-9+/_-]*={0,2}$/.test(text)
    ? madeOf(Buffer.from(text, 'base64'))
    : undefined
}

const madeOf = (bytes: Buffer): Content => ({
  bytes,
  size: bytes.length,
  // What the field's tools compare files by; nothing here rests on it.
  checksum: createHash('md5').update(bytes).digest('hex'),
})

const notBase64 = (definition: ObjectDefinition, field: string): Refusal =>
  new Refusal('json_parser_error', `${field} of this ${definition.label.toLowerCase()} must be base64 text.`, {
    field,
    rule: 'The content of a file is sent as base64 text.',
  })

/** Keeps the contents under the ids of their records. */
export async function keepContents(
  tx: Tx,
  kept: readonly { readonly id: number; readonly content: Content }[],
): Promise<void> {
  const moves = kept.flatMap(({ id, content: { uploadId } }) =>
    uploadId === undefined ? [] : [{ from: uploadId, to: id }],
  )
  const pieces = kept.flatMap(({ id, content: { bytes } }) => (bytes === undefined ? [] : piecesOf(id, bytes)))
  if (moves.length > 0) await givePieces(tx, moves)
  if (pieces.length > 0) await insertPieces(tx, pieces)
}

const piecesOf = (recordId: number, bytes: Buffer) =>
  Array.from({ length: Math.ceil(bytes.length / PIECE_MAX_BYTES) }, (_, number) => ({
    recordId,
    number,
    bytes: bytes.subarray(number * PIECE_MAX_BYTES, (number + 1) * PIECE_MAX_BYTES),
  }))

/** Refuses what is larger than a file may be. */
export const tooLarge = (): Refusal =>
  new Refusal(
    'file_too_large',
    'A file may have 2 GB. This one is larger; split it, or keep it elsewhere and link to it.',
    {
      kind: 'too_large',
      rule: 'A file may have 2 GB.',
    },
  )

export const noSuchFile = (id: number): Refusal =>
  new Refusal('not_found', `There is no file ${encodeId(id)}, or you may not see it.`, { kind: 'not_found' })
