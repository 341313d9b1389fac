import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { eachRefusal, Refusal, refuseAny } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { readingAs, writing, type App } from '../http/edge.ts'
import { namesOf } from './present.ts'
import type { Actor } from '../users/actor.ts'
import { definitionOf, picklistOf } from './catalogue.ts'
import type { Field, StoredRecord } from './definition.ts'
import type { Door } from './door.ts'
import type { Draft } from './drafts.ts'
import { historyPage } from './history.sql.ts'
import { countByValue, countRecords, listRecords } from './list.ts'
import { getRecord } from './objects.ts'
import { presentRecords, type PresentedRecord } from './present.ts'
import { draftSchema, errorSchema, idIn, idParams, listQuery, listRequestOf, recordSchema, savedSchema, versionIn } from './schemas.ts'
import type { Saved } from './save.ts'

/**
 * The routes every object has: list, counts, read, create, change, delete, restore, history. A room adds
 * its own verbs beside them. Each parses, calls one verb in one transaction, and presents.
 */
export function recordRoutes(app: App, door: Door): void {
  listRoutes(app, door)
  readRoutes(app, door)
  createRoute(app, door)
  changeRoutes(app, door)
  removeRoutes(app, door)
}

function listRoutes(app: App, { definition: { name, path, labelPlural } }: Door): void {
  app.get(`/api/${path}`, { schema: { tags: [labelPlural], summary: `List ${labelPlural.toLowerCase()}`, querystring: listQuery, response: { 200: z.object({ records: z.array(recordSchema(name)), next: z.string().nullable() }) } } }, (request) =>
    readingAs(request, async (tx, actor) => {
      const definition = await definitionOf(tx, name)
      const page = await listRecords(tx, actor, definition, listRequestOf(request.query))
      return { records: await presentRecords(tx, definition, page.records), next: page.next }
    }),
  )
  app.get(`/api/${path}/count`, { schema: { tags: [labelPlural], summary: `Count ${labelPlural.toLowerCase()}, up to 10,000`, querystring: listQuery } }, (request) =>
    readingAs(request, async (tx, actor) => countRecords(tx, actor, await definitionOf(tx, name), listRequestOf(request.query))),
  )
  const countsQuery = listQuery.extend({ field: z.string(), values: z.string().optional() })
  app.get(`/api/${path}/counts`, { schema: { tags: [labelPlural], summary: 'Count by the values of a picklist field', querystring: countsQuery } }, (request) =>
    readingAs(request, async (tx, actor) => {
      const definition = await definitionOf(tx, name)
      const values = request.query.values?.split('|') ?? (await listedValues(tx, definition.field.get(request.query.field.toLowerCase())))
      return { counts: await countByValue(tx, actor, definition, request.query.field, values, listRequestOf(request.query)) }
    }),
  )
}

function readRoutes(app: App, { definition: { name, path, label, labelPlural } }: Door): void {
  const query = z.object({ fields: z.string().optional() })
  app.get(`/api/${path}/:id`, { schema: { tags: [labelPlural], summary: `Read one ${label.toLowerCase()}`, params: idParams, querystring: query, response: { 200: recordSchema(name), 404: errorSchema } } }, (request, reply) =>
    readingAs(request, async (tx, actor) => {
      const definition = await definitionOf(tx, name)
      const record = await getRecord(tx, actor, definition, idIn(request.params.id, definition), request.query.fields?.split(','))
      const [shown] = await presentRecords(tx, definition, [record])
      withVersion(reply, record)
      return shown
    }),
  )
  const page = z.object({ after: z.string().max(40).optional(), limit: z.coerce.number().int().min(1).max(200).default(60) })
  app.get(`/api/${path}/:id/history`, { schema: { tags: [labelPlural], summary: 'What changed, newest first', params: idParams, querystring: page } }, (request) =>
    readingAs(request, async (tx, actor) => {
      const definition = await definitionOf(tx, name)
      const id = idIn(request.params.id, definition)
      await getRecord(tx, actor, definition, id, ['Id'])
      return presentHistory(tx, id, request.query.after, request.query.limit)
    }),
  )
}

async function presentHistory(tx: Tx, id: number, after: string | undefined, limit: number) {
  const entries = await historyPage(tx, id, after === undefined ? undefined : Number.parseInt(after, 36), limit + 1)
  const shown = entries.slice(0, limit)
  const names = await namesOf(tx, shown.flatMap(({ changedById }) => changedById ?? []))
  return {
    entries: shown.map((entry) => ({
      field: entry.field,
      oldValue: entry.oldValue,
      newValue: entry.newValue,
      at: entry.changedAt,
      by: entry.changedById === null ? null : { Id: encodeId(entry.changedById), Name: names.get(entry.changedById) ?? null },
    })),
    next: entries.length > limit ? (shown.at(-1)?.id.toString(36) ?? null) : null,
  }
}

function createRoute(app: App, door: Door): void {
  const { name, path, label, labelPlural } = door.definition
  const body = z.union([z.array(draftSchema(name)).max(2000), draftSchema(name)])
  app.post(`/api/${path}`, { schema: { tags: [labelPlural], summary: `Create one ${label.toLowerCase()}, or a list of up to 2,000`, querystring: writeQuery, body, response: { 200: savedSchema, 201: recordSchema(name), 422: errorSchema } } }, (request, reply) =>
    writing(request, async (tx, actor) => {
      const options = { allowDuplicates: request.query.allowDuplicates }
      if (Array.isArray(request.body)) return answerList(request.query.allOrNone, await door.create(tx, actor, request.body, options))
      const [saved] = await door.create(tx, actor, [request.body], options)
      reply.code(201)
      return await presentOne(tx, actor, door, reply, saved)
    }),
  )
}

function changeRoutes(app: App, door: Door): void {
  const { name, path, label, labelPlural } = door.definition
  app.patch(`/api/${path}/:id`, { schema: { tags: [labelPlural], summary: `Change one ${label.toLowerCase()}`, params: idParams, querystring: writeQuery, body: draftSchema(name), response: { 200: recordSchema(name), 412: errorSchema, 422: errorSchema } } }, (request, reply) =>
    writing(request, async (tx, actor) => {
      const change = { id: idIn(request.params.id, door.definition), draft: request.body, ifVersion: versionIn(request.headers['if-match']) }
      const [saved] = await door.update(tx, actor, [change], { allowDuplicates: request.query.allowDuplicates })
      return presentOne(tx, actor, door, reply, saved)
    }),
  )
  const listBody = z.array(draftSchema(name)).max(2000)
  app.patch(`/api/${path}`, { schema: { tags: [labelPlural], summary: `Change up to 2,000 ${labelPlural.toLowerCase()}, each with its Id`, querystring: writeQuery, body: listBody, response: { 200: savedSchema } } }, (request) =>
    writing(request, async (tx, actor) => {
      const changes = request.body.map((draft: Draft) => ({ id: idIn(idOfDraft(draft), door.definition), draft }))
      return answerList(request.query.allOrNone, await door.update(tx, actor, changes, { allowDuplicates: request.query.allowDuplicates }))
    }),
  )
}

function removeRoutes(app: App, door: Door): void {
  const { path, label, labelPlural } = door.definition
  app.delete(`/api/${path}/:id`, { schema: { tags: [labelPlural], summary: `Delete one ${label.toLowerCase()}`, params: idParams } }, (request, reply) =>
    writing(request, async (tx, actor) => {
      const [saved] = await door.remove(tx, actor, [idIn(request.params.id, door.definition)])
      if (saved?.refusal !== undefined) throw saved.refusal
      reply.code(204)
    }),
  )
  const many = writeQuery.extend({ ids: z.string().max(40_000) })
  app.delete(`/api/${path}`, { schema: { tags: [labelPlural], summary: `Delete up to 2,000 ${labelPlural.toLowerCase()}`, querystring: many, response: { 200: savedSchema } } }, (request) =>
    writing(request, async (tx, actor) => {
      const ids = request.query.ids.split(',').filter(Boolean).map((id) => idIn(id, door.definition))
      return answerList(request.query.allOrNone, await door.remove(tx, actor, ids))
    }),
  )
  const { restore } = door
  if (restore === undefined) return
  app.post(`/api/${path}/:id/restoration`, { schema: { tags: [labelPlural], summary: `Take one ${label.toLowerCase()} out of the recycle bin`, params: idParams } }, (request, reply) =>
    writing(request, async (tx, actor) => {
      const [saved] = await restore(tx, actor, [idIn(request.params.id, door.definition)])
      return presentOne(tx, actor, door, reply, saved)
    }),
  )
}

const idOfDraft = ({ Id, id }: Draft): string => {
  const given = Id ?? id
  return typeof given === 'string' ? given : ''
}

const writeQuery = z.object({
  allOrNone: z.stringbool().default(false).meta({ description: 'Of a list: when one record is refused, nothing is saved.' }),
  allowDuplicates: z.stringbool().default(false).meta({ description: 'Save although likely duplicates raise an alert.' }),
})

async function presentOne(tx: Tx, actor: Actor, door: Door, reply: FastifyReply, saved: Saved | undefined): Promise<PresentedRecord> {
  if (saved?.refusal !== undefined) throw saved.refusal
  const definition = await definitionOf(tx, door.definition.name)
  const record = saved?.record ?? (await getRecord(tx, actor, definition, saved?.id ?? 0))
  const [shown] = await presentRecords(tx, definition, [record])
  if (shown === undefined) throw new Error('The record just written cannot be presented.')
  withVersion(reply, record)
  if (saved?.created === true) reply.header('location', `/api/${definition.path}/${shown.Id}`)
  return { ...shown, id: shown.Id, ...(saved?.duplicates === undefined ? {} : { duplicates: saved.duplicates }) }
}

/** A list's answer; with allOrNone the first refusal undoes everything, and says which records were at fault. */
export function answerList(allOrNone: boolean, saved: readonly Saved[]) {
  if (allOrNone) refuseAny(saved.flatMap(({ refusal }, at) => (refusal === undefined ? [] : [numbered(refusal, at)])))
  return { results: saved.map(presentSaved) }
}

export const presentSaved = ({ id, created, refusal, duplicates }: Saved) => ({
  id: id === undefined ? null : encodeId(id),
  success: refusal === undefined,
  created: refusal === undefined && created === true,
  errors: refusal === undefined ? [] : eachRefusal(refusal).map(presentRefusal),
  ...(duplicates === undefined ? {} : { duplicates }),
})

/** A refusal as every answer shows it. */
export const presentRefusal = (refusal: Refusal) => {
  const { field, value, rule, way, facts } = refusal.details
  return { code: refusal.code, message: refusal.message, field, value, rule, way, facts }
}

const numbered = (refusal: Refusal, at: number): Refusal =>
  new Refusal(refusal.code, `Record ${at + 1}: ${refusal.message}`, { ...refusal.details, facts: { ...refusal.details.facts, index: at } })

const withVersion = (reply: FastifyReply, record: StoredRecord): FastifyReply => reply.header('etag', `"${record.version}"`)


const listedValues = async (tx: Tx, field: Field | undefined): Promise<string[]> =>
  field === undefined ? [] : (await picklistOf(tx, field)).map(({ value }) => value)
