import { ApiError, type Problem } from './errors.ts'
import { LONGEST_MS, watched } from './slow.ts'

export type QueryValue = string | number | boolean | object | null | undefined
type Call = Readonly<{
  query?: Readonly<Record<string, QueryValue>>
  signal?: AbortSignal
  /** The ETag the change was made against; the server answers 412 when somebody saved in between. */
  ifMatch?: string
  idempotencyKey?: string
}>

/**
 * The API, relative to /api. `api.get<Shape>('/leads', { query })`; objects in `query` travel as JSON, undefined and
 * empty strings are left out. Throws ApiError, and only that (but AbortError when `signal` fires).
 */
export const api = {
  get: <T>(path: string, call: Call = {}) => request<T>('GET', path, undefined, call),
  post: <T>(path: string, body?: unknown, call: Call = {}) => request<T>('POST', path, body, call),
  put: <T>(path: string, body?: unknown, call: Call = {}) => request<T>('PUT', path, body, call),
  patch: <T>(path: string, body?: unknown, call: Call = {}) => request<T>('PATCH', path, body, call),
  delete: <T>(path: string, call: Call = {}) => request<T>('DELETE', path, undefined, call),
}

/** The address of an API resource, for links that download (`<a href={apiAddress('/imports/1/errors.csv')}>`). */
export function apiAddress(path: string, query: Call['query'] = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    parameters.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  const text = parameters.toString()
  return `/api${path}${text === '' ? '' : `?${text}`}`
}

async function request<T>(method: string, path: string, body: unknown, call: Call): Promise<T> {
  const answer = await reach(apiAddress(path, call.query), {
    method,
    credentials: 'same-origin',
    headers: headersOf(body, call),
    body:
      body === undefined || body instanceof FormData || body instanceof Blob ? (body ?? null) : JSON.stringify(body),
    signal: patienceOf(method, call),
  })
  const content = await contentOf(answer)
  if (!answer.ok) throw refusalOf(answer, content)
  return content as T
}

function patienceOf(method: string, { signal }: Call): AbortSignal | null {
  if (method !== 'GET') return signal ?? null
  const patience = AbortSignal.timeout(LONGEST_MS)
  return signal === undefined ? patience : AbortSignal.any([signal, patience])
}

function headersOf(body: unknown, call: Call): Headers {
  const headers = new Headers({ accept: 'application/json' })
  if (body !== undefined && !(body instanceof FormData) && !(body instanceof Blob)) {
    headers.set('content-type', 'application/json')
  }
  if (call.ifMatch !== undefined) headers.set('if-match', call.ifMatch)
  if (call.idempotencyKey !== undefined) headers.set('idempotency-key', call.idempotencyKey)
  return headers
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    // A file takes the time it takes.
    const isFile = init.body instanceof FormData || init.body instanceof Blob
    return await (isFile ? fetch(address, init) : watched(fetch(address, init)))
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    if (cause instanceof DOMException && cause.name === 'TimeoutError')
      throw new ApiError(504, [
        { code: 'not_answered', message: 'The server has not answered for a minute. Try again; it may be busy.' },
      ])
    throw new ApiError(0, [
      {
        code: 'not_reached',
        message: 'The server cannot be reached. Check the connection and try again; nothing was changed.',
      },
    ])
  }
}

async function contentOf(answer: Response): Promise<unknown> {
  if (answer.status === 204) return undefined
  const text = await answer.text()
  if (text === '') return undefined
  if (!(answer.headers.get('content-type') ?? '').includes('json')) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function refusalOf(answer: Response, content: unknown): ApiError {
  const retry = Number(answer.headers.get('retry-after'))
  const more = { body: content, ...(retry > 0 ? { retryAfterSeconds: retry } : {}) }
  const problems = isRefusal(content) ? content.errors : [fallbackProblem(answer.status)]
  return new ApiError(answer.status, problems, more)
}

const isRefusal = (content: unknown): content is { errors: readonly Problem[] } =>
  typeof content === 'object' &&
  content !== null &&
  'errors' in content &&
  Array.isArray(content.errors) &&
  content.errors.length > 0

const fallbackProblem = (status: number): Problem => ({
  code: `http_${status}`,
  message:
    status >= 500
      ? 'The server ran into a fault. Try again in a moment; if it stays, its log names the request.'
      : `The server refused this (${status}).`,
})
