import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { encodeId, objectOfId } from '../../../shared/ids.ts'
import { eachRefusal, Refusal, refuseAny } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { readingAs, writing, type App } from '../http/edge.ts'
import { namesOf } from './present.ts'
import type { Actor } from '../users/actor.ts'
import { definitionOf, picklistOf } from './catalogue.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { fieldNamed, type Field, type ObjectDefinition, type StoredRecord } from './definition.ts'
import type { Door } from './door.ts'
import type { Draft } from './drafts.ts'
import { historyPage } from './history.sql.ts'
import { countByValue, countRecords, listRecords, recordsById } from './list.ts'
import { getRecord, refuseStale } from './objects.ts'
import { presentRecords, type PresentedRecord } from './present.ts'
import {
  draftSchema,
  errorSchema,
  idIn,
  idParams,
  listQuery,
  listRequestOf,
  recordSchema,
  savedSchema,
  versionIn,
} from './schemas.ts'
import type { Saved } from './save.ts'

const MOST_COUNTED = 200
const MOST_IN_LIST = 2000

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
  app.get(
    `/api/${path}`,
    {
      schema: {
        tags: [labelPlural],
        summary: `List ${labelPlural.toLowerCase()}`,
        querystring: listQuery,
        response: { 200: z.object({ records: z.array(recordSchema(name)), next: z.string().nullable() }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const definition = await definitionOf(tx, name)
        const page = await listRecords(tx, actor, definition, listRequestOf(request.query))
        return { records: await presentRecords(tx, definition, page.records), next: page.next }
      }),
  )
  app.get(
    `/api/${path}/count`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Count ${labelPlural.toLowerCase()}, up to 10,000`,
        querystring: listQuery,
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) =>
        countRecords(tx, actor, await definitionOf(tx, name), listRequestOf(request.query)),
      ),
  )
  const countsQuery = listQuery.extend({ field: z.string().max(200), values: z.string().max(8000).optional() })
  app.get(
    `/api/${path}/counts`,
    { schema: { tags: [labelPlural], summary: 'Count by the values of a picklist field', querystring: countsQuery } },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const definition = await definitionOf(tx, name)
        const values =
          request.query.values?.split('|') ??
          (await listedValues(tx, definition.field.get(request.query.field.toLowerCase())))
        if (values.length > MOST_COUNTED)
          throw new Refusal('too_many_values', `At most ${MOST_COUNTED} values are counted at once. Name fewer.`, {
            kind: 'malformed',
            field: 'values',
          })
        return {
          counts: await countByValue(tx, actor, definition, request.query.field, values, listRequestOf(request.query)),
        }
      }),
  )
}

function readRoutes(app: App, { definition: { name, path, label, labelPlural } }: Door): void {
  const query = z.object({ fields: z.string().optional() })
  app.get(
    `/api/${path}/:id`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Read one ${label.toLowerCase()}`,
        params: idParams,
        querystring: query,
        response: { 200: recordSchema(name), 404: errorSchema },
      },
    },
    (request, reply) =>
      readingAs(request, async (tx, actor) => {
        const definition = await definitionOf(tx, name)
        const record = await getRecord(
          tx,
          actor,
          definition,
          idIn(request.params.id, definition),
          request.query.fields?.split(','),
        )
        const [shown] = await presentRecords(tx, definition, [record])
        withVersion(reply, record)
        return shown
      }),
  )
  const page = z.object({
    after: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(60),
  })
  app.get(
    `/api/${path}/:id/history`,
    { schema: { tags: [labelPlural], summary: 'What changed, newest first', params: idParams, querystring: page } },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const definition = await definitionOf(tx, name)
        const id = idIn(request.params.id, definition)
        await getRecord(tx, actor, definition, id, ['Id'])
        return presentHistory(tx, definition, id, request.query.after, request.query.limit)
      }),
  )
}

async function presentHistory(
  tx: Tx,
  definition: ObjectDefinition,
  id: number,
  after: string | undefined,
  limit: number,
) {
  const [before] = after === undefined ? [undefined] : decodeCursor(after, 1)
  const entries = await historyPage(
    tx,
    id,
    typeof before === 'number' && Number.isSafeInteger(before) ? before : undefined,
    limit + 1,
  )
  const shown = entries.slice(0, limit)
  const names = await namesOf(
    tx,
    shown.flatMap((entry) =>
      [
        entry.changedById,
        referenceIn(definition, entry.field, entry.oldValue),
        referenceIn(definition, entry.field, entry.newValue),
      ].filter((one) => typeof one === 'number'),
    ),
  )
  const value = (field: string, text: string | null) => {
    const reference = referenceIn(definition, field, text)
    return reference === undefined ? text : (names.get(reference) ?? encodeId(reference))
  }
  return {
    entries: shown.map((entry) => ({
      field: entry.field,
      oldValue: value(entry.field, entry.oldValue),
      newValue: value(entry.field, entry.newValue),
      at: entry.changedAt,
      by:
        entry.changedById === null
          ? null
          : { Id: encodeId(entry.changedById), Name: names.get(entry.changedById) ?? null },
    })),
    next: entries.length > limit ? encodeCursor([shown.at(-1)?.id ?? null]) : null,
  }
}

/** The record an old or new value refers to: history keeps the number, people read the name. */
const referenceIn = (definition: ObjectDefinition, fieldName: string, value: string | null): number | undefined =>
  value !== null && fieldNamed(definition, fieldName)?.type === 'reference' && objectOfId(Number(value)) !== undefined
    ? Number(value)
    : undefined

function createRoute(app: App, door: Door): void {
  const { name, path, label, labelPlural } = door.definition
  const body = z.union([z.array(draftSchema(name)).max(MOST_IN_LIST), draftSchema(name)])
  app.post(
    `/api/${path}`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Create one ${label.toLowerCase()}, or a list of up to 2,000`,
        querystring: writeQuery,
        body,
        response: { 200: savedSchema, 201: recordSchema(name), 422: errorSchema },
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const options = { allowDuplicates: request.query.allowDuplicates }
        if (Array.isArray(request.body))
          return answerList(request.query.allOrNone, await door.create(tx, actor, request.body, options))
        const [saved] = await door.create(tx, actor, [request.body], options)
        reply.code(201)
        return await presentOne(tx, actor, door, reply, saved)
      }),
  )
}

function changeRoutes(app: App, door: Door): void {
  const { name, path, label, labelPlural } = door.definition
  app.patch(
    `/api/${path}/:id`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Change one ${label.toLowerCase()}`,
        params: idParams,
        querystring: writeQuery,
        body: draftSchema(name),
        response: { 200: recordSchema(name), 412: errorSchema, 422: errorSchema },
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const change = {
          id: idIn(request.params.id, door.definition),
          draft: request.body,
          ifVersion: versionIn(request.headers['if-match']),
        }
        const [saved] = await door.update(tx, actor, [change], { allowDuplicates: request.query.allowDuplicates })
        return presentOne(tx, actor, door, reply, saved)
      }),
  )
  const listBody = z.array(draftSchema(name)).max(MOST_IN_LIST)
  app.patch(
    `/api/${path}`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Change up to 2,000 ${labelPlural.toLowerCase()}, each with its Id`,
        querystring: writeQuery,
        body: listBody,
        response: { 200: savedSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
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

function removeRoutes(app: App, door: Door): void {
  const { path, label, labelPlural } = door.definition
  app.delete(
    `/api/${path}/:id`,
    { schema: { tags: [labelPlural], summary: `Delete one ${label.toLowerCase()}`, params: idParams } },
    (request, reply) =>
      writing(request, async (tx, actor) => {
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
        querystring: many,
        response: { 200: savedSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
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
  const { restore } = door
  if (restore === undefined) return
  app.post(
    `/api/${path}/:id/restoration`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Take one ${label.toLowerCase()} out of the recycle bin`,
        params: idParams,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const [saved] = await restore(tx, actor, [idIn(request.params.id, door.definition)])
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

const writeQuery = z.object({
  allOrNone: z
    .stringbool()
    .default(false)
    .meta({ description: 'Of a list: when one record is refused, nothing is saved.' }),
  allowDuplicates: z
    .stringbool()
    .default(false)
    .meta({ description: 'Save although likely duplicates raise an alert.' }),
})

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
  new Refusal(refusal.code, `Record ${at + 1}: ${refusal.message}`, {
    ...refusal.details,
    facts: { ...refusal.details.facts, index: at },
  })

const withVersion = (reply: FastifyReply, record: StoredRecord): FastifyReply =>
  reply.header('etag', `"${record.version}"`)

const listedValues = async (tx: Tx, field: Field | undefined): Promise<string[]> =>
  field === undefined ? [] : (await picklistOf(tx, field)).map(({ value }) => value)
