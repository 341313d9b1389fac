import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { answersFit } from '../../../test/support/answersFit.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'

type Schema = {
  readonly $ref?: string
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
}
type Content = Readonly<Record<string, { readonly schema?: Schema }>>
type Call = {
  readonly operationId: string
  readonly requestBody?: { readonly content?: Content }
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>
}
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Call>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

let server: TestServer
let document: Document

before(async () => {
  server = await aServer()
  document = (await server.call('GET', '/api/openapi.json')).json<Document>()
})
after(() => server.close())

test('every operation says what it answers', () => {
  const silent = Object.entries(document.paths).flatMap(([path, calls]) =>
    Object.entries(calls).flatMap(([method, { responses }]) => {
      const answers = Object.entries(responses).filter(([status]) => /^[23]/.test(status))
      const call = `${method.toUpperCase()} ${path}`
      return answers.length === 0 ? [call] : answers.filter(isSilent).map(([status]) => `${call} ${status}`)
    }),
  )
  assert.deepEqual(silent, [])
  assert.ok(Object.keys(document.paths).length > 200)
})

/** Nothing is said by an answer that may be anything, or a list of it; 204 says that there is nothing. */
const isSilent = ([status, { content }]: [status: string, answer: Call['responses'][string]]): boolean =>
  status !== '204' && (content === undefined || Object.values(content).some(({ schema }) => mayBeAnything(schema)))

function mayBeAnything(schema: Schema | undefined): boolean {
  if (schema === undefined) return true
  const { $ref, anyOf, items } = schema
  if ($ref !== undefined) return mayBeAnything(document.components.schemas[$ref.split('/').at(-1) ?? ''])
  if (items !== undefined) return mayBeAnything(items)
  if (anyOf !== undefined) return anyOf.some(mayBeAnything)
  return Object.keys(schema).every((word) => ['description', 'id'].includes(word))
}

test('a body takes what it names and nothing else, so that nothing misspelt is passed over', () => {
  const open = Object.entries(document.paths).flatMap(([path, calls]) =>
    Object.entries(calls).flatMap(([method, { requestBody }]) =>
      Object.values(requestBody?.content ?? {}).some(({ schema }) => takesAnything(schema))
        ? [`${method.toUpperCase()} ${path}`]
        : [],
    ),
  )
  // What a program asks for when it is connected has words of its own standard; an import's file is no JSON.
  assert.deepEqual(open, ['POST /api/connect/authorization'])
})

function takesAnything(schema: Schema | undefined, above: readonly string[] = []): boolean {
  const { $ref, anyOf, items, properties, additionalProperties } = schema ?? {}
  // A condition is made of conditions.
  if ($ref !== undefined && above.includes($ref)) return false
  if ($ref !== undefined)
    return takesAnything(document.components.schemas[$ref.split('/').at(-1) ?? ''], [...above, $ref])
  if (properties !== undefined && additionalProperties === undefined) return true
  return [items, ...(anyOf ?? []), ...Object.values(properties ?? {})].some(
    (part) => part !== undefined && takesAnything(part, above),
  )
}

test('every shape that is spoken of is there, and none that is not', () => {
  const spoken = new Set(
    [...JSON.stringify(document).matchAll(/#\/components\/schemas\/([^"]+)/g)].map(([, name]) => name),
  )
  assert.deepEqual(new Set<string | undefined>(Object.keys(document.components.schemas)), spoken)
})

test('a record is told with its fields, and what it points to by name', () => {
  const lead = document.components.schemas.Lead?.properties ?? {}
  assert.ok(lead.LastName !== undefined && lead.ConvertedDate !== undefined)
  assert.deepEqual(
    lead.Owner?.anyOf?.map(({ $ref }) => $ref),
    ['#/components/schemas/Referred', undefined],
  )
})

test('an answer that is not what its route says is found out', async () => {
  const untrue: string[] = []
  const trial = await aServer({}, [
    answersFit(untrue),
    (app) => {
      const response = { 200: z.object({ leads: z.array(z.object({ Id: z.string(), at: z.date().nullable() })) }) }
      app.get('/api/trial/more', { schema: { response } }, () => {
        const lead = { Id: 'a', at: null, secret: 7 }
        return { leads: [lead] }
      })
      app.get('/api/trial/none', () => ({ anything: true }))
      app.get('/api/trial/file', { schema: { response: { 200: z.string() } } }, (_, reply) => {
        reply.type('text/csv')
        return 'a,b'
      })
    },
  ])
  for (const name of ['more', 'none', 'file']) await trial.call('GET', `/api/trial/${name}`)
  assert.deepEqual(untrue, [
    'GET /api/trial/more 200: leads.0.secret is not in its shape',
    'GET /api/trial/none 200: has no shape',
    'GET /api/trial/file 200: is text/csv, not application/json',
  ])
  await assert.rejects(trial.close(), /Every answer is what its route says/)
})

test('the page tells of every call, how it is made and what comes back, and each of its links leads somewhere', async () => {
  const { body } = await server.call('GET', '/api/docs')
  const calls = Object.values(document.paths).flatMap((one) => Object.values(one))
  assert.equal(body.match(/<h3>Example<\/h3>/g)?.length, calls.length)
  const anchors = new Set([...body.matchAll(/ id="([^"]+)"/g)].map(([, name]) => name))
  const leadingNowhere = [...body.matchAll(/href="#([^"]+)"/g)].flatMap(([, name]) => (anchors.has(name) ? [] : [name]))
  assert.deepEqual(leadingNowhere, [])
  assert.ok(calls.every(({ operationId }) => anchors.has(operationId)))
})

test('who looks for words sees only the calls that have them, and is told when there are none', async () => {
  const found = await server.call('GET', '/api/docs?q=Merge%20leads')
  assert.match(found.body, /\d+ calls have “Merge leads”|One call has “Merge leads”/)
  assert.ok(found.body.includes('<code class="path">/api/leads/merge</code>'))
  assert.ok(!found.body.includes('<code class="path">/api/session</code>'))
  const none = await server.call('GET', `/api/docs?q=${encodeURIComponent('<b>"nothing')}`)
  assert.ok(none.body.includes('No call has “&lt;b&gt;&quot;nothing”'))
  assert.ok(!none.body.includes('<b>"nothing'))
})
