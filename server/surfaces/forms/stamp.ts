import { createHmac, timingSafeEqual } from 'node:crypto'
import { FASTEST_PERSON_MS } from './webForm.ts'

/** When a form was shown, signed so that nobody can claim another moment or another form. */
export const stampOf = (secret: string, formId: number, shownAt: Date): string =>
  `${shownAt.getTime().toString(36)}.${signature(secret, formId, shownAt.getTime())}`

/** Why a stamp shows a program rather than a person; undefined when it does not. */
export function stampFault(secret: string, formId: number, stamp: string, sentAt: Date): string | undefined {
  const [time = '', signed = ''] = stamp.split('.')
  const shownAt = Number.parseInt(time, 36)
  const expected = signature(secret, formId, shownAt)
  const [theirs, ours] = [Buffer.from(signed), Buffer.from(expected)]
  if (theirs.length !== ours.length || !timingSafeEqual(theirs, ours)) return 'The time stamp of the form was made up.'
  const seconds = (sentAt.getTime() - shownAt) / 1000
  return seconds * 1000 < FASTEST_PERSON_MS
    ? `The form was sent ${Math.max(seconds, 0).toFixed(1)} seconds after it was shown; people need longer.`
    : undefined
}

const signature = (secret: string, formId: number, time: number): string =>
  createHmac('sha256', secret).update(`${formId}:${time}`).digest('hex').slice(0, 32)
