import { settingsIn } from '../../rest/asked.ts'
import {
  ingestOperations,
  isQuery,
  queryOperations,
  type ContentType,
  type JobOptions,
  type JobState,
  type Operation,
} from '../job.ts'
import type { WantedJob } from '../jobs.ts'
import { bulkRefusal } from '../refusals.ts'
import type { Speech } from './words.ts'

type Asked = { readonly apiVersion: string; readonly options: JobOptions; readonly speech: Speech }

/** The job a 1.0 client wants, out of the fields of its `jobInfo`. */
export function wantedOf(info: ReadonlyMap<string, string>, { apiVersion, options, speech }: Asked): WantedJob {
  const operation = wordIn<Operation>([...ingestOperations, ...queryOperations], 'operation', info.get('operation'))
  const assignmentRuleId = info.get('assignmentRuleId')
  return {
    api: 'v1',
    operation,
    objectName: info.get('object') ?? '',
    externalIdField: operation === 'upsert' ? (info.get('externalIdFieldName') ?? null) : null,
    contentType: contentTypeOf(info.get('contentType'), speech),
    delimiter: 'COMMA',
    lineEnd: 'LF',
    concurrency: wordIn(['Parallel', 'Serial'], 'concurrencyMode', info.get('concurrencyMode') ?? 'Parallel'),
    apiVersion,
    query: null,
    options: {
      ...options,
      chunkIds: isQuery(operation) ? options.chunkIds : undefined,
      ...(assignmentRuleId === undefined || assignmentRuleId === '' ? {} : { assignmentRuleId }),
    },
  }
}

export const wantedState = (info: ReadonlyMap<string, string>): JobState =>
  wordIn<JobState>(['Closed', 'Aborted'], 'state', info.get('state'), 'InvalidJobState')

function contentTypeOf(text: string | undefined, speech: Speech): ContentType {
  if (text === undefined || text === '') return speech === 'json' ? 'JSON' : 'XML'
  if (/^zip_/i.test(text))
    throw bulkRefusal(
      'FeatureNotEnabled',
      'Files inside a batch (ZIP content) are not taken here. Send them as Attachment or ContentVersion over REST.',
    )
  return wordIn<ContentType>(['CSV', 'XML', 'JSON'], 'contentType', text)
}

function wordIn<Word extends string>(
  words: readonly Word[],
  name: string,
  text = '',
  code: 'InvalidJob' | 'InvalidJobState' = 'InvalidJob',
): Word {
  const word = words.find((one) => one.toLowerCase() === text.trim().toLowerCase())
  if (word !== undefined) return word
  throw bulkRefusal(
    code,
    text === ''
      ? `The job names no ${name}. It is one of ${words.join(', ')}.`
      : `${name} '${text.slice(0, 40)}' is none of ${words.join(', ')}.`,
  )
}

const CHUNK_IDS = 100_000
const CHUNK_IDS_MOST = 250_000

/** `Sforce-Enable-PKChunking: TRUE`, or `chunkSize=50000; parent=Account`: how many ids a batch covers; undefined where none is asked for. */
export function chunkIdsAsked(header: string | undefined): number | undefined {
  if (header === undefined || /^\s*false\s*$/i.test(header)) return undefined
  const text = settingsIn(header).get('chunksize')
  if (text === undefined) return CHUNK_IDS
  const size = Number(text)
  if (Number.isSafeInteger(size) && size >= 1 && size <= CHUNK_IDS_MOST) return size
  throw bulkRefusal('InvalidJob', `chunkSize is a whole number from 1 to ${CHUNK_IDS_MOST.toLocaleString('en')}.`)
}
