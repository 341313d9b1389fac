import { z } from 'zod'
import { decodeId, encodeId } from '../../../shared/ids.ts'
import { readingAs, type App } from '../../ground/http/edge.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { Refusal } from '../../platform/errors.ts'
import { readJournal, type JournalEntry } from './journal.ts'

const query = z.object({
  record: z.string().min(15).max(18).optional().meta({ description: 'A lead, contact, account or opportunity.' }),
  kind: z.enum(['merge', 'conversion', 'unqualified']).optional().meta({
    description: 'Only what was merged, or converted, or converted before the agreement’s criteria were met.',
  }),
  after: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})

const named = z.object({ Id: z.string(), Name: z.string().nullable() })
const entry = z
  .object({
    Id: z.string(),
    kind: z.enum(['merge', 'conversion']),
    object: z.string(),
    at: z.date(),
    by: named.nullable(),
    record: named.meta({ description: 'What others were merged into, or the lead that was converted.' }),
    others: z.array(named).meta({ description: 'Those that were merged, or what the lead became.' }),
    undone: z.object({ at: z.date(), by: named.nullable(), reason: z.string().nullable() }).nullable(),
    uncheckedBecause: z.string().nullable().meta({
      description: 'Of a conversion before the criteria were met: the reason given, empty where none was.',
    }),
    mayBeUndone: z.boolean(),
    staysBecause: z.string().nullable(),
  })
  .meta({ id: 'JournalEntry' })

/** What was merged and converted, and whether it can be taken back. */
export function journalRoutes(app: App): void {
  app.get(
    '/api/journal',
    {
      schema: {
        tags: ['Duplicates'],
        summary: 'What was merged and converted, newest first, and whether it can still be undone',
        querystring: query,
        response: { 200: z.object({ entries: z.array(entry), next: z.string().nullable() }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { record, ...page } = request.query
        const { entries, next } = await readJournal(tx, actor, { ...page, recordId: recordIn(record) })
        const names = await namesOf(
          tx,
          new Set(
            entries
              .flatMap(({ byId, undoneById, recordId, otherIds }) => [byId, undoneById, recordId, ...otherIds])
              .filter((id) => id !== null),
          ),
        )
        return { entries: entries.map((one) => present(one, names)), next }
      }),
  )
}

function recordIn(text: string | undefined): number | null {
  if (text === undefined) return null
  const id = decodeId(text)
  if (id !== undefined) return id
  throw new Refusal('malformed_id', `'${text}' is not an id. An id has 15 or 18 letters and digits.`, {
    kind: 'malformed',
    field: 'record',
  })
}

function present(one: JournalEntry, names: ReadonlyMap<number, string>) {
  const name = (id: number) => ({ Id: encodeId(id), Name: names.get(id) ?? null })
  const who = (id: number | null) => (id === null ? null : name(id))
  return {
    Id: encodeId(one.id),
    kind: one.kind,
    object: one.objectName,
    at: one.at,
    by: who(one.byId),
    record: name(one.recordId),
    others: one.otherIds.map(name),
    undone: one.undoneAt === null ? null : { at: one.undoneAt, by: who(one.undoneById), reason: one.undoneReason },
    uncheckedBecause: one.uncheckedBecause,
    mayBeUndone: one.undoneAt === null && one.staysBecause === null,
    staysBecause: one.staysBecause,
  }
}
