import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isWritten, writeAnswer, type App } from '../../server/ground/http/edge.ts'
import { errorSchema } from '../../server/ground/objects/schemas.ts'

type Content = { readonly content: Readonly<Record<string, { readonly schema: unknown }>> }

/** Holds every answer of the API against what its route says it answers, and notes what is otherwise. */
export const answersFit =
  (untrue: string[]) =>
  (app: App): void => {
    app.addHook('preSerialization', async (request, reply, payload) => {
      if (isOfApi(request)) untrue.push(...untruthsOf(request, reply, payload).map((one) => told(request, reply, one)))
      return payload
    })
    app.addHook('onSend', async (request, reply, payload) => {
      const untruth = isOfApi(request) ? untruthOfType(request, reply, payload) : undefined
      if (untruth !== undefined) untrue.push(told(request, reply, untruth))
      return payload
    })
  }

const isOfApi = ({ routeOptions: { url, schema } }: FastifyRequest): boolean =>
  url?.startsWith('/api/') === true && schema?.hide !== true

const told = ({ method, routeOptions: { url } }: FastifyRequest, { statusCode }: FastifyReply, untruth: string) =>
  `${method} ${url} ${statusCode}: ${untruth}`

const isNo = ({ statusCode }: FastifyReply): boolean => statusCode >= 400

function untruthsOf(request: FastifyRequest, reply: FastifyReply, payload: unknown): string[] {
  const said = isNo(reply) ? errorSchema : saidFor(request, reply)
  if (!(said instanceof z.ZodType)) return ['has no shape']
  const answer = isWritten(payload) ? readAgain(writeAnswer(payload)) : payload
  const { success, data, error } = said.safeParse(answer)
  return success ? unsaid(answer, data, '') : error.issues.flatMap((issue) => differences(issue, ''))
}

/** Files say what kind they are, and everything else is JSON. */
function untruthOfType(request: FastifyRequest, reply: FastifyReply, payload: unknown): string | undefined {
  if (isNo(reply) || payload === null || payload === undefined || payload === '') return undefined
  const type = String(reply.getHeader('content-type') ?? '').split(';')[0] ?? ''
  const said = saidFor(request, reply)
  const types = isContent(said) ? Object.keys(said.content) : ['application/json']
  return types.includes(type) ? undefined : `is ${type}, not ${types.join(' or ')}`
}

function saidFor({ routeOptions: { schema } }: FastifyRequest, { statusCode }: FastifyReply): unknown {
  const responses = schema?.response
  return typeof responses === 'object' && responses !== null
    ? (responses as Readonly<Record<number, unknown>>)[statusCode]
    : undefined
}

const isContent = (said: unknown): said is Content => typeof said === 'object' && said !== null && 'content' in said

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/

/** Where an answer was written as text before, its times are dates again. */
const readAgain = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown) => (typeof value === 'string' && MOMENT.test(value) ? new Date(value) : value))

/** Of a choice of shapes, what hinders the one that fits best. */
function differences(issue: z.core.$ZodIssue, before: string): string[] {
  const path = [before, ...issue.path.map(String)].filter(Boolean).join('.')
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [`${path} ${issue.message}`]
  const [nearest = []] = issue.errors.toSorted((a, b) => a.length - b.length)
  return nearest.flatMap((one) => differences(one, path))
}

/** What an answer holds and its shape does not: a schema leaves out what it does not name. */
function unsaid(answer: unknown, kept: unknown, path: string): string[] {
  if (typeof answer !== 'object' || answer === null || answer === kept) return []
  if (typeof kept !== 'object' || kept === null) return []
  return Object.entries(answer).flatMap(([name, value]: [string, unknown]) => {
    const inside = path === '' ? name : `${path}.${name}`
    if (value === undefined) return []
    return name in kept
      ? unsaid(value, (kept as Readonly<Record<string, unknown>>)[name], inside)
      : [`${inside} is not in its shape`]
  })
}
