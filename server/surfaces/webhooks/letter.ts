import type { Letter } from './posting.ts'
import { signatureOf } from './signature.ts'

/** What a hook is sent, and how it is signed. */
export type Sealed = {
  readonly url: string
  readonly secret: string
  readonly body: string
  readonly eventId: string
  readonly eventType: string
  readonly attempt: number
}

/** The letter as it goes out now; its signature holds the second it was written in, so that old ones can be refused. */
export const letterTo = ({ url, secret, body, eventId, eventType, attempt }: Sealed, now: Date): Letter => ({
  url,
  body,
  headers: {
    'content-type': 'application/json',
    'user-agent': 'Assay-Webhooks/1',
    'assay-event-id': eventId,
    'assay-event-type': eventType,
    'assay-delivery-attempt': String(attempt),
    'assay-signature': signatureOf(secret, Math.floor(now.getTime() / 1000), body),
  },
})
