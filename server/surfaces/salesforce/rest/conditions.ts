import type { Refusal } from '../../../platform/errors.ts'
import type { StoredRecord } from '../../../ground/objects/definition.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import type { Asked } from './asked.ts'

/** What a record's answer is known by later: its version, and when it was last changed. */
export function validatorsOf(record: StoredRecord): Record<string, string> {
  const changed = changedAt(record)
  return {
    etag: `"${record.version}"`,
    ...(changed === undefined ? {} : { 'last-modified': new Date(changed).toUTCString() }),
  }
}

/** Whether the client has this very record already. If-None-Match, when there, decides alone (RFC 9110). */
export function isUnchanged({ headers }: Asked, record: StoredRecord): boolean {
  const none = headers['if-none-match']
  if (none !== undefined) return tagsIn(none).some((tag) => tag === '*' || tag === String(record.version))
  const since = momentIn(headers['if-modified-since'])
  const changed = changedAt(record)
  return since !== undefined && changed !== undefined && changed <= since
}

/** Refuses with 412 when the record is no longer what the client takes it for. */
export function refuseChanged({ headers }: Asked, record: StoredRecord): void {
  const match = headers['if-match']
  const isMatched = match === undefined || tagsIn(match).some((tag) => tag === '*' || tag === String(record.version))
  const since = match === undefined ? momentIn(headers['if-unmodified-since']) : undefined
  const changed = changedAt(record)
  if (isMatched && (since === undefined || changed === undefined || changed <= since)) return
  throw preconditionFailed()
}

/** Whether a write is bound to what the client has read. */
export const isConditional = ({ headers }: Asked): boolean =>
  headers['if-match'] !== undefined || headers['if-unmodified-since'] !== undefined

const preconditionFailed = (): Refusal =>
  dialectRefusal('PRECONDITION_FAILED', 'The record was changed since it was read. Read it again.', { kind: 'stale' })

const tagsIn = (header: string): string[] =>
  header.split(',').map((tag) => /^\s*(?:W\/)?"?([^"]*?)(?:--gzip)?"?\s*$/.exec(tag)?.[1] ?? '')

/** HTTP knows whole seconds. */
function changedAt({ SystemModstamp, LastModifiedDate }: StoredRecord): number | undefined {
  const moment = SystemModstamp ?? LastModifiedDate
  return moment instanceof Date ? Math.floor(moment.getTime() / 1000) * 1000 : undefined
}

function momentIn(header: string | undefined): number | undefined {
  const moment = header === undefined ? Number.NaN : Date.parse(header)
  return Number.isNaN(moment) ? undefined : moment
}
