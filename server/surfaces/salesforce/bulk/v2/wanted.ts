import { z } from 'zod'
import type { WantedJob } from '../jobs.ts'
import { ingestOperations, queryOperations, type JobOptions, type JobState } from '../job.ts'
import { bulkRefusal } from '../refusals.ts'

const wording = {
  error: ({ input }: { readonly input?: unknown }) => (input === undefined ? 'is missing' : 'must be a text'),
}
const text = z.string(wording).max(255, 'is longer than 255 characters')
const blank = text
  .nullish()
  .transform((value) => (value === undefined || value === null || value.trim() === '' ? null : value.trim()))

/** A word of a list in any letter case. */
const oneOf = <const Words extends readonly string[]>(name: string, words: Words) =>
  text.transform((value, context): Words[number] => {
    const word = words.find((one) => one.toLowerCase() === value.trim().toLowerCase())
    if (word !== undefined) return word
    context.addIssue({ code: 'custom', message: `${name} '${value.slice(0, 40)}' is none of ${words.join(', ')}` })
    return z.NEVER
  })

const form = {
  columnDelimiter: oneOf('columnDelimiter', ['BACKQUOTE', 'CARET', 'COMMA', 'PIPE', 'SEMICOLON', 'TAB']).nullish(),
  lineEnding: oneOf('lineEnding', ['LF', 'CRLF']).nullish(),
  contentType: oneOf('contentType', ['CSV']).nullish(),
}

const ingestSchema = z.object({
  ...form,
  object: text,
  operation: oneOf('operation', ingestOperations),
  externalIdFieldName: blank,
  assignmentRuleId: blank,
})

const querySchema = z.object({
  ...form,
  operation: oneOf('operation', queryOperations),
  query: z.string(wording).max(100_000, 'is longer than 100,000 characters'),
})

const stateSchema = z.object({ state: oneOf('state', ['UploadComplete', 'Aborted']) })

type Asked = { readonly apiVersion: string; readonly options: JobOptions }

export function wantedIngest(body: unknown, { apiVersion, options }: Asked): WantedJob {
  const { object, operation, externalIdFieldName, assignmentRuleId, ...rest } = read(ingestSchema, body)
  return {
    ...common(rest, apiVersion),
    operation,
    objectName: object,
    externalIdField: operation === 'upsert' ? externalIdFieldName : null,
    query: null,
    options: { ...options, ...(assignmentRuleId === null ? {} : { assignmentRuleId }) },
  }
}

export function wantedQuery(body: unknown, { apiVersion, options }: Asked): WantedJob {
  const { operation, query, ...rest } = read(querySchema, body)
  return { ...common(rest, apiVersion), operation, objectName: '', externalIdField: null, query, options }
}

export const wantedState = (body: unknown): JobState => read(stateSchema, body).state

function common({ columnDelimiter, lineEnding }: z.infer<z.ZodObject<typeof form>>, apiVersion: string) {
  return {
    api: 'v2',
    contentType: 'CSV',
    delimiter: columnDelimiter ?? 'COMMA',
    lineEnd: lineEnding ?? 'LF',
    concurrency: 'Parallel',
    apiVersion,
  } as const
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where =
    issue === undefined || issue.path.length === 0 || issue.code === 'custom' ? '' : `${issue.path.join('.')} `
  throw bulkRefusal('InvalidJob', `${where}${issue?.message ?? 'The job cannot be understood'}`)
}
