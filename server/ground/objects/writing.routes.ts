import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { nothing, writing, type App } from '../http/edge.ts'
import { writingTogether } from '../http/writingTogether.ts'
import type { Actor } from '../users/actor.ts'
import { answerList } from './answers.ts'
import { definitionOf } from './catalogue.ts'
import type { ObjectDefinition } from './definition.ts'
import type { Door } from './door.ts'
import type { Draft } from './drafts.ts'
import { recordsById } from './list.ts'
import { refuseStale } from './objects.ts'
import type { Place } from './place.ts'
import { presentRecords, versionTag, type PresentedRecord } from './present.ts'
import { draftSchema, errorSchema, idIn, recordSchema, savedSchema, versionIn } from './schemas.ts'
import type { Saved } from './save.ts'

const MOST_IN_LIST = 2000

const writeQuery = z.object({
  allOrNone: z
    .stringbool()
    .default(false)
    .meta({ description: 'Of a list: when one record is refused, nothing is saved.' }),
  allowDuplicates: z.stringbool().optional().meta({
    description:
      'What a duplicate rule says may be overridden: true saves in spite of an alert, and of a block where you may; false has an alert keep the record from being saved. Left out, alerts come back beside what was saved.',
  }),
})

/** One record is made, or a list. */
export function createRoute(app: App, { path, label, labelPlural, shape, listParams, door: doorOf }: Place): void {
  const body = z.union([z.array(draftSchema(shape)).max(MOST_IN_LIST), draftSchema(shape)])
  const makeOne = writingTogether((tx, actor, asked: readonly Single[]) => makeEach(tx, actor, doorOf, asked))
  app.post(
    `/api/${path}`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Create one ${label.toLowerCase()}, or a list of up to 2,000`,
        params: listParams,
        querystring: writeQuery,
        body,
        response: { 200: savedSchema, 201: recordSchema(shape), 422: errorSchema },
      },
    },
    async (request, reply) => {
      const { params, body: drafts } = request
      const { allOrNone, allowDuplicates } = request.query
      if (Array.isArray(drafts))
        return writing(request, async (tx, actor) => {
          const door = await doorOf(tx, params)
          return answerList(allOrNone, await door.create(tx, actor, drafts, { allowDuplicates }))
        })
      const one = await makeOne(request, { params, draft: drafts, allowDuplicates })
      return answerOne(reply.code(201), one)
    },
  )
}

/** One record of a request of its own. */
type Single = { readonly params: unknown; readonly draft: Draft; readonly allowDuplicates: boolean | undefined }

/** Makes what requests to one address ask for, each a record. */
async function makeEach(
  tx: Tx,
  actor: Actor,
  doorOf: Place['door'],
  asked: readonly Single[],
): Promise<(Presented | Refusal)[]> {
  const [first] = asked
  const door = await doorOf(tx, first?.params)
  const drafts = asked.map(({ draft }) => draft)
  const saved = await door.create(tx, actor, drafts, { allowDuplicates: first?.allowDuplicates, readBack: true })
  return presentEach(tx, actor, door, saved)
}

/** One record is changed, or a list. */
export function changeRoutes(app: App, place: Place): void {
  const { path, label, labelPlural, shape, idParams, listParams, door: doorOf } = place
  app.patch(
    `/api/${path}/:id`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Change one ${label.toLowerCase()}`,
        params: idParams,
        querystring: writeQuery,
        body: draftSchema(shape),
        response: { 200: recordSchema(shape), 412: errorSchema, 422: errorSchema },
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const door = await doorOf(tx, request.params)
        const change = {
          id: idIn(request.params.id, door.definition),
          draft: request.body,
          ifVersion: versionIn(request.headers['if-match']),
        }
        const [saved] = await door.update(tx, actor, [change], { allowDuplicates: request.query.allowDuplicates })
        return presentOne(tx, actor, door, reply, saved)
      }),
  )
  const listBody = z.array(draftSchema(shape)).max(MOST_IN_LIST)
  app.patch(
    `/api/${path}`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Change up to 2,000 ${labelPlural.toLowerCase()}, each with its Id`,
        params: listParams,
        querystring: writeQuery,
        body: listBody,
        response: { 200: savedSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const door = await doorOf(tx, request.params)
        const drafts: readonly Draft[] = request.body
        const saved = await withIds(door.definition, drafts.map(idOfDraft), (ids, places) =>
          door.update(
            tx,
            actor,
            ids.map((id, at) => ({ id, draft: drafts[places[at] ?? 0] ?? {} })),
            { allowDuplicates: request.query.allowDuplicates },
          ),
        )
        return answerList(request.query.allOrNone, saved)
      }),
  )
}

/** Records go into the recycle bin, and come back. */
export function removeRoutes(app: App, place: Place): void {
  const { path, label, labelPlural, idParams, listParams, door: doorOf } = place
  app.delete(
    `/api/${path}/:id`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Delete one ${label.toLowerCase()}`,
        params: idParams,
        response: { 204: nothing, 412: errorSchema },
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const door = await doorOf(tx, request.params)
        const id = idIn(request.params.id, door.definition)
        const version = versionIn(request.headers['if-match'])
        if (version !== undefined) await refuseStale(tx, actor, door.definition, id, version)
        const [saved] = await door.remove(tx, actor, [id])
        if (saved?.refusal !== undefined) throw saved.refusal
        reply.code(204)
      }),
  )
  const many = writeQuery.extend({ ids: z.string().max(40_000) })
  app.delete(
    `/api/${path}`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Delete up to 2,000 ${labelPlural.toLowerCase()}`,
        params: listParams,
        querystring: many,
        response: { 200: savedSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const door = await doorOf(tx, request.params)
        const texts = request.query.ids.split(',').filter(Boolean)
        if (texts.length > MOST_IN_LIST)
          throw new Refusal(
            'list_too_long',
            `A list has at most ${MOST_IN_LIST.toLocaleString('en')} records. Send it in parts.`,
            { kind: 'malformed', field: 'ids' },
          )
        return answerList(
          request.query.allOrNone,
          await withIds(door.definition, texts, (ids) => door.remove(tx, actor, ids)),
        )
      }),
  )
  if (place.restores) restoreRoute(app, place)
}

function restoreRoute(app: App, { path, label, labelPlural, shape, idParams, door: doorOf }: Place): void {
  app.post(
    `/api/${path}/:id/restoration`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Take one ${label.toLowerCase()} out of the recycle bin`,
        params: idParams,
        response: { 200: recordSchema(shape) },
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const door = await doorOf(tx, request.params)
        const [saved] = (await door.restore?.(tx, actor, [idIn(request.params.id, door.definition)])) ?? []
        return presentOne(tx, actor, door, reply, saved)
      }),
  )
}

/** Calls a verb with the ids among these texts; what is no id is refused in its own place. */
async function withIds(
  definition: ObjectDefinition,
  texts: readonly string[],
  verb: (ids: readonly number[], places: readonly number[]) => Promise<readonly Saved[]>,
): Promise<Saved[]> {
  const read = texts.map((text) => idOrRefusal(text, definition))
  const places = read.flatMap((one, at) => (typeof one === 'number' ? [at] : []))
  const saved = await verb(
    read.filter((one) => typeof one === 'number'),
    places,
  )
  let at = 0
  return read.map((one) => (typeof one === 'number' ? (saved[at++] ?? { id: one }) : { refusal: one }))
}

function idOrRefusal(text: string, definition: ObjectDefinition): number | Refusal {
  try {
    return idIn(text, definition)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

const idOfDraft = ({ Id, id }: Draft): string => {
  const given = Id ?? id
  return typeof given === 'string' ? given : ''
}

async function presentOne(
  tx: Tx,
  actor: Actor,
  door: Door,
  reply: FastifyReply,
  saved: Saved | undefined,
): Promise<PresentedRecord> {
  const [one] = saved === undefined ? [] : await presentEach(tx, actor, door, [saved])
  if (one instanceof Refusal) throw one
  if (one === undefined) throw new Error('The record just written cannot be presented.')
  return answerOne(reply, one)
}

/** What a request that wrote one record answers: the record, its version, and where it is if it is new. */
type Presented = { readonly body: PresentedRecord; readonly etag?: string; readonly location?: string }

function answerOne(reply: FastifyReply, { body, etag, location }: Presented): PresentedRecord {
  if (etag !== undefined) reply.header('etag', etag)
  if (location !== undefined) reply.header('location', location)
  return body
}

/** Records just written, each for an answer of its own; what was refused stays a refusal. */
async function presentEach(
  tx: Tx,
  actor: Actor,
  door: Door,
  saved: readonly Saved[],
): Promise<(Presented | Refusal)[]> {
  const definition = await definitionOf(tx, door.definition.name)
  const unread = saved.flatMap(({ id, record, refusal }) =>
    id === undefined || record !== undefined || refusal !== undefined ? [] : [id],
  )
  const read = unread.length === 0 ? [] : await recordsById(tx, actor, definition, unread)
  const records = new Map([...saved.flatMap(({ record }) => record ?? []), ...read].map((one) => [one.Id, one]))
  const shown = await presentRecords(tx, definition, [...records.values()])
  const shownById = new Map([...records.keys()].map((id, at) => [id, shown[at]]))
  return saved.map(({ id = 0, refusal, created, duplicates }) => {
    if (refusal !== undefined) return refusal
    const [record, body] = [records.get(id), shownById.get(id)]
    // Whoever gave a record away may no longer see it; that it was saved is still true.
    if (record === undefined || body === undefined) return { body: { Id: encodeId(id), id: encodeId(id) } }
    return {
      body: { ...body, id: body.Id, ...(duplicates === undefined ? {} : { duplicates }) },
      etag: versionTag(record),
      ...(created === true && { location: `/api/${definition.path}/${body.Id}` }),
    }
  })
}
