import { setTimeout as sleep } from 'node:timers/promises'

export const API_VERSION = '59.0'

/** The org that is copied, spoken to as an API client of its own. Nothing in it is ever changed. */
export type Source = {
  readonly url: string
  /** Asks for an address below /services/data/vNN.0, again where the way there failed; throws what it refuses. */
  readonly get: (path: string) => Promise<Response>
  readonly json: (path: string) => Promise<Json>
  readonly post: (path: string, body: Json) => Promise<Json>
}

export type Json = Readonly<Record<string, unknown>>

/** The source said no, in its own words. */
export class SourceError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

type Asked = Pick<RequestInit, 'method' | 'body'> & { readonly headers?: Readonly<Record<string, string>> }

const TRIES = 6
const FIRST_WAIT_MS = 500
const ANSWERS_WITHIN_MS = 120_000

export function sourceAt(url: string, token: string): Source {
  const root = `${url.replace(/\/+$/, '')}/services/data/v${API_VERSION}`
  const ask = async (path: string, init: Asked): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' }
    // A next page is named by its whole path.
    const address = path.startsWith('/services/') ? url.replace(/\/+$/, '') + path : root + path
    return answered(address, { ...init, headers: { ...headers, ...init.headers } })
  }
  return {
    url,
    get: (path) => ask(path, { headers: { accept: '*/*' } }),
    json: async (path) => objectIn(await (await ask(path, {})).json()),
    post: async (path, body) =>
      objectIn(await (await ask(path, { method: 'POST', body: JSON.stringify(body) })).json()),
  }
}

/** Asks until there is an answer: networks fail, and a source that is busy says so. */
async function answered(address: string, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const answer = await fetchThere(address, { ...init, signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) }).catch(
      (error: unknown) => unreachable(address, error),
    )
    if (answer instanceof Response && answer.ok) return answer
    if (answer instanceof Response) refuseElsewhere(address, answer)
    const isPassing = !(answer instanceof Response) || answer.status === 429 || answer.status >= 500
    if (!isPassing || attempt === TRIES) throw answer instanceof Response ? await refusalIn(answer) : answer
    await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1))
  }
}

/** Asks one address and follows it nowhere: what is said to the org to be copied is said to nobody else. */
export const fetchThere = (address: string, init: RequestInit): Promise<Response> =>
  fetch(address, { ...init, redirect: 'manual' })

/** Throws where an address sends us to another one, with the way on. */
export function refuseElsewhere(address: string, { status, headers }: Response): void {
  if (status < 300 || status >= 400) return
  const { origin } = new URL(address)
  const other = URL.parse(headers.get('location') ?? '', address)?.origin ?? 'another address'
  throw new Error(
    `${origin} sends us on to ${other}. Passwords, tokens and what is asked for do not go after it: if that is where the org is, run the command again with --instance ${other}.`,
  )
}

const unreachable = (address: string, error: unknown): Error =>
  new Error(
    `${new URL(address).origin} could not be reached. Check the address and the network, then run the same command again: it goes on where it was.`,
    { cause: error },
  )

async function refusalIn(answer: Response): Promise<SourceError> {
  const text = await answer.text()
  const said = /"(?:message|error_description)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.slice(0, 200)
  const way =
    answer.status === 401 ? ' Sign in again with a new token, and run the same command: it goes on where it was.' : ''
  return new SourceError(answer.status, `The org to be copied answered ${answer.status}: ${said}${way}`)
}

export function objectIn(value: unknown): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  throw new Error('The org to be copied answered something that is no JSON object.')
}

export const listIn = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(objectIn) : [])

export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')
