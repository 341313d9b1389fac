import { z } from 'zod'
import { decodeId, encodeId } from '../../../shared/ids.ts'
import { nothing, readingAs, writing, type App } from '../../ground/http/edge.ts'
import {
  standardDefinition,
  type FieldValue,
  type FieldValues,
  type ObjectDefinition,
} from '../../ground/objects/definition.ts'
import { anyRecordSchema, draftSchema, idIn, idParams, matchSchema, nextSchema } from '../../ground/objects/schemas.ts'
import { Refusal } from '../../platform/errors.ts'
import { decideOnPairs, findAccountsOfLeads, findDuplicates, findDuplicatesOf, listDuplicates } from './duplicates.ts'
import { presentGroups, presentMatches } from './presentMatches.ts'
import { matchables, type Matchable } from './duplicate.ts'
import { certain } from '../../../shared/likelihood.ts'

const matchesSchema = z.object({
  matches: z.array(matchSchema).meta({ description: 'Most likely first, at most 20.' }),
})

const groupsSchema = z.object({
  groups: z.array(
    z.object({
      object: z.enum(['Lead', 'Contact', 'Account']),
      record: anyRecordSchema,
      matches: z.array(matchSchema),
    }),
  ),
  next: nextSchema,
})

const verdictSchema = z.strictObject({
  left: z.string().min(15).max(18),
  right: z.string().min(15).max(18),
  verdict: z
    .enum(['same', 'not_same', 'unsure'])
    .meta({ description: 'A pair that is not the same is never suggested again.' }),
})

/** Likely duplicates of stored records and of drafts, the review list, and what people decided. */
export function duplicateRoutes(app: App): void {
  for (const objectName of matchables) routesOf(app, objectName)
  reviewRoutes(app)
}

function definitionNamed(objectName: Matchable): ObjectDefinition {
  const definition = standardDefinition(objectName)
  if (!definition) throw new Error(`${objectName} is not declared. Its room must be imported at start.`)
  return definition
}

function routesOf(app: App, objectName: Matchable): void {
  const definition = definitionNamed(objectName)
  const { path, label, labelPlural } = definition
  const schema = { tags: [labelPlural], response: { 200: matchesSchema } }
  app.get(
    `/api/${path}/:id/duplicates`,
    { schema: { ...schema, summary: `Find likely duplicates of one ${label.toLowerCase()}`, params: idParams } },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const [matches = []] = await findDuplicatesOf(tx, actor, objectName, [idIn(request.params.id, definition)])
        return { matches: await presentMatches(tx, matches) }
      }),
  )
  app.post(
    `/api/${path}/duplicates`,
    {
      schema: {
        ...schema,
        summary: `Find likely duplicates while ${article(label)} is being typed`,
        body: draftSchema(objectName),
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const [matches = []] = await findDuplicates(tx, actor, objectName, [{ values: typedValues(request.body) }])
        return { matches: await presentMatches(tx, matches) }
      }),
  )
  marksRoute(app, objectName)
  if (objectName !== 'Lead') return
  app.post(
    '/api/leads/accounts',
    { schema: { ...schema, summary: 'Find the accounts a lead may belong to', body: draftSchema('Lead') } },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const [matches = []] = await findAccountsOfLeads(tx, actor, [{ values: typedValues(request.body) }])
        return { matches: await presentMatches(tx, matches) }
      }),
  )
}

/** For the rows of a list: how many likely duplicates each has, in the order asked. */
function marksRoute(app: App, objectName: Matchable): void {
  const definition = definitionNamed(objectName)
  const { path, labelPlural } = definition
  const ids = z.object({ ids: z.string().max(4000).meta({ description: 'Up to 100 ids, separated by commas.' }) })
  const marks = z.object({ marks: z.array(z.object({ Id: z.string(), count: z.number(), isCertain: z.boolean() })) })
  app.get(
    `/api/${path}/duplicates`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Count likely duplicates of some ${labelPlural.toLowerCase()}`,
        querystring: ids,
        response: { 200: marks },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const wanted = request.query.ids
          .split(',')
          .filter(Boolean)
          .slice(0, 100)
          .map((id) => idIn(id, definition))
        const found = await findDuplicatesOf(tx, actor, objectName, wanted)
        return {
          marks: wanted.map((id, at) => ({
            Id: encodeId(id),
            count: found[at]?.length ?? 0,
            isCertain: found[at]?.some(({ probability }) => probability >= certain) === true,
          })),
        }
      }),
  )
}

const article = (label: string): string => `${/^[aeiou]/i.test(label) ? 'an' : 'a'} ${label.toLowerCase()}`

/** What is being typed need not be right yet: only texts are looked at, and none longer than any field. */
const typedValues = (draft: Readonly<Record<string, unknown>>): FieldValues =>
  Object.fromEntries(
    Object.entries(draft).flatMap(([name, value]): [string, FieldValue][] =>
      typeof value === 'string' ? [[name, value.slice(0, 255)]] : [],
    ),
  )

function reviewRoutes(app: App): void {
  const query = z.object({
    object: z.enum(['Lead', 'Contact', 'Account']).default('Lead'),
    after: z.string().max(18).optional().meta({ description: "What the page before gave as 'next'." }),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  })
  app.get(
    '/api/duplicates',
    {
      schema: {
        tags: ['Duplicates'],
        summary: 'Review likely duplicates found in the data, group by group',
        querystring: query,
        response: { 200: groupsSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { object, after, limit } = request.query
        const { groups, next } = await listDuplicates(
          tx,
          actor,
          object,
          after === undefined ? 0 : idIn(after, definitionNamed(object)),
          limit,
        )
        return { groups: await presentGroups(tx, groups), next: next === null ? null : encodeId(next) }
      }),
  )
  const body = z.strictObject({ verdicts: z.array(verdictSchema).min(1).max(2000) })
  app.post(
    '/api/duplicates/verdicts',
    {
      schema: {
        tags: ['Duplicates'],
        summary: 'Remember which pairs are the same and which are not',
        response: { 204: nothing },
        body,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await decideOnPairs(
          tx,
          actor,
          request.body.verdicts.map(({ left, right, verdict }) => ({
            leftId: knownId(left),
            rightId: knownId(right),
            verdict,
          })),
        )
        reply.code(204)
      }),
  )
}

function knownId(text: string): number {
  const id = decodeId(text)
  if (id === undefined)
    throw new Refusal('malformed_id', `'${text}' is not an id. An id has 15 or 18 letters and digits.`, {
      kind: 'malformed',
      value: text,
    })
  return id
}
