import { csvLine } from '../../shared/csv.ts'
import { ApiError } from '../api/errors.ts'
import { apiAddress } from '../api/client.ts'
import type { Matchable } from './duplicates.ts'

export type ListPair = Readonly<{ left: string; right: string; probability: number; reasons: readonly string[] }>
export type ListColumn = Readonly<{ column: string; meaning: string; reason: string }>
export type Checked = Readonly<{
  kind: 'person' | 'account'
  columns: readonly ListColumn[]
  pairs: readonly ListPair[]
  rows: number
  /** What the rows of the first pairs say, by number, once all are found. */
  texts?: Readonly<Record<string, string>>
  /** How many records they were compared with. */
  stored?: number
  /** Rows that could not be read, and where the first of them is. */
  unread?: number
  firstUnread?: Readonly<{ line: number; why: string }>
  /** Keys that too many rows share for all of them to be compared. */
  passedOver?: number
  /** How the file was understood to be written, as a sentence. */
  encoding?: string
  /** How much of the work is done, 0 to 1. */
  share: number
  isDone: boolean
}>

type Line = Readonly<{
  kind?: Checked['kind']
  columns?: readonly ListColumn[]
  share?: number
  rows?: number
  pairs?: readonly ListPair[]
  encoding?: string
  texts?: Readonly<Record<string, string>>
  done?: Readonly<Pick<Checked, 'rows' | 'stored' | 'unread' | 'firstUnread' | 'passedOver'>>
  problem?: Readonly<{ code: string; message: string }>
}>

export type ListOrder = Readonly<{
  content: Blob
  name: string
  against: Matchable | undefined
  least: number
  /** How letters are written; found by itself unless chosen. */
  encoding: string | undefined
}>

/** Sends a list to be checked, and tells of what is found as it comes. Throws ApiError. */
export async function checkList(
  { content, name, against, least, encoding }: ListOrder,
  onProgress: (so: Checked) => void,
  signal: AbortSignal,
): Promise<void> {
  const answer = await fetch(apiAddress('/lists/pairs', { name, against, min: least, encoding }), {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'text/csv', accept: 'application/json' },
    body: content,
    signal,
  })
  if (!answer.ok || answer.body === null) {
    const { errors = [] } = (await answer.json().catch(() => ({}))) as { errors?: { code: string; message: string }[] }
    throw new ApiError(
      answer.status,
      errors.length > 0 ? errors : [{ code: 'list_failed', message: 'The list could not be checked. Try again.' }],
    )
  }
  let so: Checked = { kind: 'person', columns: [], pairs: [], rows: 0, share: 0, isDone: false }
  for await (const line of linesOf(answer.body)) {
    so = withLine(so, JSON.parse(line) as Line)
    onProgress(so)
  }
}

/** What is known once a line more has come; the pairs are a new list only when there are new ones, so that a page shows them anew. */
function withLine(so: Checked, { problem, done, pairs = [], ...more }: Line): Checked {
  if (problem !== undefined) throw new ApiError(500, [problem])
  return {
    ...so,
    ...more,
    pairs: pairs.length > 0 ? [...so.pairs, ...pairs] : so.pairs,
    ...(done && { ...whenDone(done), share: 1, isDone: true }),
  }
}

const whenDone = ({ rows, stored, unread, firstUnread, passedOver }: NonNullable<Line['done']>): Partial<Checked> => ({
  rows,
  ...(stored !== undefined && { stored }),
  ...(unread !== undefined && { unread }),
  ...(firstUnread !== undefined && { firstUnread }),
  ...(passedOver !== undefined && { passedOver }),
})

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines.filter(Boolean)
  }
  if (rest !== '') yield rest
}

/** The pairs as a file: left,right,probability,reasons. */
export const pairsFile = (pairs: readonly ListPair[]): Blob =>
  new Blob(
    [
      csvLine(['left', 'right', 'probability', 'reasons']),
      ...pairs.map(({ left, right, probability, reasons }) =>
        csvLine([left, right, probability.toFixed(4), reasons.join('; ')]),
      ),
    ],
    { type: 'text/csv' },
  )
