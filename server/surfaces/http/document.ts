type Schema = Readonly<Record<string, unknown>>
type Content = Readonly<Record<string, { readonly schema?: Schema }>>
type Answer = { readonly description?: string; readonly content?: Content; readonly headers?: unknown }
type Parameter = { readonly name: string; readonly in: string }

type Operation = {
  readonly parameters?: readonly Parameter[]
  readonly responses?: Readonly<Record<string, Answer>>
  readonly security?: readonly unknown[]
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

type Shapes = Readonly<Record<string, unknown>>
type Written = { readonly paths?: Paths; readonly components?: { readonly schemas?: Shapes } }

/** What all calls have in common and no route says for itself: their names, the headers they take and bear, and what a no looks like. */
export function completed<Document extends Written>(document: Document): Document {
  const paths = Object.entries(document.paths ?? {}).map(([path, calls]) => [
    path,
    Object.fromEntries(
      Object.entries(calls).map(([method, call]) => [method, completedCall(method, path, call, calls)]),
    ),
  ])
  const told = Object.fromEntries(paths)
  const schemas = spokenOf(told, document.components?.schemas ?? {})
  return { ...document, paths: told, components: { ...document.components, schemas } }
}

/** Every shape is there as it is sent and as it is answered; what no call speaks of is left out. */
function spokenOf(paths: Paths, shapes: Shapes): Shapes {
  const spoken = new Set<string>()
  let next: readonly string[] = namesIn(paths)
  while (next.length > 0) {
    for (const name of next) spoken.add(name)
    next = namesIn(next.map((name) => shapes[name])).filter((name) => !spoken.has(name))
  }
  return Object.fromEntries(Object.entries(shapes).filter(([name]) => spoken.has(name)))
}

const namesIn = (part: unknown): string[] => [
  ...new Set([...JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name)),
]

function completedCall(method: string, path: string, call: Operation, siblings: Paths[string]) {
  const bearsVersion = Object.values(siblings).some(isVersioned) && ['get', 'patch'].includes(method)
  const responses = Object.entries(call.responses ?? {}).map(([status, answer]) => [
    status,
    completedAnswer(status, answer, bearsVersion && status === '200'),
  ])
  return {
    operationId: nameOf(method, path),
    ...call,
    parameters: [...(call.parameters ?? []), ...headersOf(method, path, call)],
    responses: { ...Object.fromEntries(responses), ...(path.startsWith('/api/') ? { default: aNo } : {}) },
  }
}

/** `getLeadsByIdConversion` */
const nameOf = (method: string, path: string): string =>
  method +
  path
    .replace(/^\/api/, '')
    .split(/[/.-]/)
    .filter(Boolean)
    .map((part) =>
      part
        .replace(/^\{(\w+)\}$/, 'By-$1')
        .split('-')
        .map(capitalized)
        .join(''),
    )
    .join('')

const capitalized = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)

/** Whoever may be told 412 may say which version they read. */
const isVersioned = ({ responses = {} }: Operation): boolean => responses['412'] !== undefined

const WRITING = new Set(['post', 'patch', 'delete'])

const headersOf = (method: string, path: string, call: Operation): Parameter[] => [
  ...(isVersioned(call) ? [ifMatch] : []),
  ...(WRITING.has(method) && path.startsWith('/api/') && call.security?.length !== 0 ? [idempotencyKey] : []),
]

const aHeader = (name: string, description: string) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
})

const ifMatch = aHeader(
  'If-Match',
  'The ETag of the record as you read it; when somebody changed it since, the answer is 412.',
)
const idempotencyKey = aHeader(
  'Idempotency-Key',
  'A word of your own, such as a UUID: sent again with it within a day, a request brings its first answer and changes nothing twice.',
)

function completedAnswer(status: string, answer: Answer, bearsVersion: boolean): Answer {
  const description = answer.description === 'Default Response' ? undefined : answer.description
  const told = { ...answer, description: description ?? meanings[status] ?? 'The answer.' }
  if (status === '204') return { description: told.description }
  return {
    ...told,
    // Where no shape is written down it is JSON all the same.
    content: told.content ?? { 'application/json': { schema: {} } },
    ...(bearsVersion
      ? { headers: { ETag: { description: 'The version of the record.', schema: { type: 'string' } } } }
      : {}),
  }
}

const meanings: Readonly<Record<string, string>> = {
  200: 'The answer.',
  201: 'It is made.',
  202: 'It is begun, and goes on by itself.',
  204: 'It is done; there is nothing to say.',
  403: 'Your role may not.',
  404: 'It is not there, or not for your eyes.',
  409: 'Somebody was faster, or the state of the record forbids it.',
  412: 'Somebody changed it since you read it.',
  422: 'A rule says no.',
}

const aNo = {
  description:
    'A no: why, field by field, and the way on. 400 cannot be understood, 401 not signed in, 403 not allowed, 404 not there, 405 takes other verbs, 409 somebody was faster, 412 changed since, 413 too big, 415 not JSON, 422 a rule says no, 429 and 503 come back after Retry-After.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Errors' } } },
}
