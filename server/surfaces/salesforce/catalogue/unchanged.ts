import { createHash } from 'node:crypto'
import { now } from '../../../platform/clock.ts'
import type { Answer, Asked } from '../rest/asked.ts'

/** Since when an answer has been as it is, by what it says; as far as this process knows. */
const since = new Map<string, number>()
const MOST_REMEMBERED = 5000

/**
 * An answer that clients ask for again and again: with what it is known by, and 304 to who has it already. What is compared
 * is the whole answer, so a change of fields, labels or permissions shows at once.
 */
export function unlessKnown({ headers, version }: Asked, body: unknown): Answer {
  const text = JSON.stringify(body)
  const tag = createHash('sha256').update(`${version} ${text}`).digest('base64url').slice(0, 22)
  const changed = since.get(tag) ?? Math.floor(now().getTime() / 1000) * 1000
  if (since.size >= MOST_REMEMBERED) since.clear()
  since.set(tag, changed)
  const validators = { etag: `"${tag}"`, 'last-modified': new Date(changed).toUTCString() }
  return isKnown(headers, tag, changed)
    ? { status: 304, headers: validators }
    : { status: 200, body, headers: validators }
}

/** If-None-Match, when there, decides alone (RFC 9110). */
function isKnown(headers: Asked['headers'], tag: string, changed: number): boolean {
  const none = headers['if-none-match']
  if (none !== undefined) return none.trim() === '*' || none.includes(tag)
  const moment = Date.parse(headers['if-modified-since'] ?? '')
  return !Number.isNaN(moment) && changed <= moment
}
