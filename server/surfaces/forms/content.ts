import { createHash, randomBytes } from 'node:crypto'
import { encodeId } from '../../../shared/ids.ts'
import { theProgram } from '../../ground/users/actor.ts'
import { notFound } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { recordInquiries } from '../../records/inquiries/inquiries.ts'
import { contentLink, countRequest, insertLinks, type ContentLink } from './content.sql.ts'
import type { WebForm } from './webForm.ts'

const GOOD_FOR_DAYS = 90
const A_DAY_MS = 86_400_000

export type Recipient = { readonly form: WebForm; readonly formPostId: number; readonly personId: number }

/** Links to the content of forms, one each, in order. Only their hashes are kept, so nobody here can open another's. */
export async function makeContentLinks(tx: Tx, publicUrl: string, recipients: readonly Recipient[]): Promise<string[]> {
  const expiresAt = new Date(tx.now.getTime() + GOOD_FOR_DAYS * A_DAY_MS)
  const tokens = recipients.map(() => randomBytes(24).toString('base64url'))
  await insertLinks(
    tx,
    recipients.map(({ form, formPostId, personId }, at) => ({
      tokenHash: hashOf(tokens[at] ?? ''),
      formId: form.id,
      formPostId,
      personId,
      contentUrl: form.contentUrl ?? '',
      contentLabel: form.contentLabel ?? form.name,
      expiresAt,
    })),
  )
  return tokens.map((token) => `${publicUrl}/c/${encodeId(tx.org.id)}.${token}`)
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** What a link leads to. Looking is no request: mail scanners look at every link they see. */
export async function getContentLink(tx: Tx, token: string): Promise<ContentLink> {
  const link = await contentLink(tx, hashOf(token))
  if (link === undefined || link.expiresAt <= tx.now) throw notFound('content')
  return link
}

/** Somebody pressed the button: the request is counted, and the first one is an inquiry of the person. */
export async function requestContent(tx: Tx, token: string): Promise<ContentLink> {
  const link = await getContentLink(tx, token)
  const isFirst = await countRequest(tx, hashOf(token))
  if (isFirst) {
    await recordInquiries(tx, theProgram, [
      {
        personId: link.personId,
        source: 'Content download',
        subject: link.contentLabel,
        details: {},
        campaignId: link.campaignId,
        formPostId: link.formPostId,
        respondedAt: tx.now,
      },
    ])
  }
  return link
}
