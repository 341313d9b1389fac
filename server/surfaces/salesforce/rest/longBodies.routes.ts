import type { FastifyReply, FastifyRequest } from 'fastify'
import { dialectRefusal } from '../dialect/errors.ts'

/** Objects whose records bring a file with them, as base64 in a JSON body. In the ways clients write them. */
export const WITH_FILES: readonly string[] = ['ContentVersion', 'contentversion', 'Attachment', 'attachment']

/** As long as such a body may be: 37 MB of a file, as Salesforce takes them. Larger files come as multipart, in pieces. */
export const LONG_BODY_MAX_BYTES = 50 * 1024 * 1024

const USUAL_MAX_BYTES = 10 * 1024 * 1024
const AT_ONCE = 2

let arriving = 0

/** A JSON body is held whole while it is read, so only two long ones may arrive at once. */
export async function awaitTurn(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { 'content-length': length, 'content-type': type = '' } = request.headers
  if (type.startsWith('multipart/') || (length !== undefined && Number(length) <= USUAL_MAX_BYTES)) return
  if (arriving >= AT_ONCE)
    throw dialectRefusal(
      'SERVER_UNAVAILABLE',
      'Other large files are arriving at the moment. Send this one again in a few seconds, or as multipart/form-data, which needs no turn.',
      { kind: 'unavailable' },
    )
  arriving += 1
  reply.raw.once('close', () => {
    arriving -= 1
  })
}
