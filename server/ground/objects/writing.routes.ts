import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { nothing, writing, type App } from '../http/edge.ts'
import type { Actor } from '../users/actor.ts'
import { answerList } from './answers.ts'
import { definitionOf } from './catalogue.ts'
import type { ObjectDefinition } from './definition.ts'
import type { Door } from './door.ts'
import type { Draft } from './drafts.ts'
import { recordsById } from './list.ts'
import { refuseStale } from './objects.ts'
import type { Place } from './place.ts'
import { presentRecords, withVersion, type PresentedRecord } from './present.ts'
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
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const door = await doorOf(tx, request.params)
        const options = { allowDuplicates: request.query.allowDuplicates }
        if (Array.isArray(request.body))
          return answerList(request.query.allOrNone, await door.create(tx, actor, request.body, options))
        const [saved] = await door.create(tx, actor, [request.body], options)
        reply.code(201)
        return await presentOne(tx, actor, door, reply, saved)
      }),
  )
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
  if (saved?.refusal !== undefined) throw saved.refusal
  const definition = await definitionOf(tx, door.definition.name)
  const record = saved?.record ?? (await recordsById(tx, actor, definition, [saved?.id ?? 0]))[0]
  // Whoever gave a record away may no longer see it; that it was saved is still true.
  if (record === undefined && saved?.id !== undefined) return { Id: encodeId(saved.id), id: encodeId(saved.id) }
  const [shown] = record === undefined ? [] : await presentRecords(tx, definition, [record])
  if (record === undefined || shown === undefined) throw new Error('The record just written cannot be presented.')
  withVersion(reply, record)
  if (saved?.created === true) reply.header('location', `/api/${definition.path}/${shown.Id}`)
  return { ...shown, id: shown.Id, ...(saved?.duplicates === undefined ? {} : { duplicates: saved.duplicates }) }
}
