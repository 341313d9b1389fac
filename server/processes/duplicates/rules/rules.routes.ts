import { z } from 'zod'
import { decodeId, encodeId, objectOfId } from '../../../../shared/ids.ts'
import { nothing, readingAs, writing, type App } from '../../../ground/http/edge.ts'
import { definitionOf } from '../../../ground/objects/catalogue.ts'
import {
  fieldNamed,
  type FieldValue,
  type FieldValues,
  type ObjectDefinition,
} from '../../../ground/objects/definition.ts'
import { filterSchema, parseFilter, type Filter } from '../../../ground/objects/filter.ts'
import { idParams, versionIn } from '../../../ground/objects/schemas.ts'
import { readValue } from '../../../ground/objects/values.ts'
import { roles } from '../../../ground/users/roles.ts'
import { notFound, Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { presentMatches, presentRecordsOf } from '../presentMatches.ts'
import { explained } from './explaining.ts'
import { listReported, reportedRecords, settleReported, type ReportedSet } from './reported.ts'
import type { DuplicateRule } from './rule.ts'
import { arrangeRules, changeRule, listRules, makeRule, removeRule } from './rules.ts'
import { tryRules } from './trial.ts'

const tags = ['Duplicate rules']
const matchable = z.enum(['Lead', 'Contact', 'Account'])
const role = z.enum([...roles])

const handling = z
  .strictObject({
    action: z.enum(['allow', 'block']),
    alert: z.boolean().default(true),
    report: z.boolean().default(false),
  })
  .meta({
    description: 'What happens: it is saved or not, whoever saves is told or not, both records are put aside or not.',
  })

const changeable = {
  label: z.string().trim().min(1).max(80),
  isActive: z.boolean(),
  onCreate: handling,
  onEdit: handling,
  compares: z
    .array(z.strictObject({ object: matchable, atLeast: z.number().min(0.5).max(1) }))
    .max(3)
    .meta({ description: 'With which records, and how likely the same they must be at least, 0.5 to 1.' }),
  conditions: filterSchema
    .nullable()
    .meta({ description: 'The saved record must fit this filter; null: every record.' }),
  roles: z.array(role).max(roles.length).meta({ description: 'Whom the rule is for; empty: everybody.' }),
  bypassRoles: z.array(role).max(roles.length).meta({ description: 'Who may save in spite of a block, once told.' }),
  enforcesSharing: z.boolean().meta({
    description: 'False: records that who saves may not see are compared too; they are counted and not shown.',
  }),
  alertText: z.string().trim().max(500).nullable().meta({ description: 'Your own words, said first.' }),
}

const makeBody = z.strictObject({
  ...changeable,
  object: matchable,
  isActive: changeable.isActive.default(true),
  conditions: changeable.conditions.default(null),
  roles: changeable.roles.default([]),
  bypassRoles: changeable.bypassRoles.default(['administrator']),
  enforcesSharing: changeable.enforcesSharing.default(true),
  alertText: changeable.alertText.default(null),
})
const changeBody = z.strictObject(changeable).partial()

const ruleSchema = z
  .object({
    ...changeable,
    Id: z.string(),
    object: matchable,
    apiName: z.string(),
    sortOrder: z.number(),
    version: z.number(),
    explanation: z.string().meta({ description: 'The rule in words.' }),
  })
  .meta({ id: 'DuplicateRule' })

/** The org's duplicate rules, a place to try them, and what they reported. */
export function duplicateRuleRoutes(app: App): void {
  listRoute(app)
  changeRoutes(app)
  trialRoute(app)
  reportedRoutes(app)
}

function listRoute(app: App): void {
  app.get(
    '/api/duplicate-rules',
    {
      schema: {
        tags,
        summary: 'The duplicate rules, in the order they are asked, each in words',
        response: { 200: z.object({ rules: z.array(ruleSchema) }) },
      },
    },
    (request) =>
      readingAs(request, async (tx) => ({
        rules: await Promise.all((await listRules(tx)).map((rule) => present(tx, rule))),
      })),
  )
}

function changeRoutes(app: App): void {
  app.post(
    '/api/duplicate-rules',
    { schema: { tags, summary: 'Make a duplicate rule', body: makeBody, response: { 201: ruleSchema } } },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const conditions = shallow(request.body.conditions)
        const rule = await makeRule(tx, actor, { ...request.body, conditions })
        reply.code(201)
        return present(tx, rule)
      }),
  )
  app.patch(
    '/api/duplicate-rules/:id',
    {
      schema: {
        tags,
        summary: 'Change a duplicate rule',
        params: idParams,
        body: changeBody,
        response: { 200: ruleSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const { conditions, ...rest } = request.body
        const change = { ...rest, ...(conditions !== undefined && { conditions: shallow(conditions) }) }
        const version = versionIn(request.headers['if-match'])
        return present(tx, await changeRule(tx, actor, ruleId(request.params.id), change, version))
      }),
  )
  removalAndOrderRoutes(app)
}

function removalAndOrderRoutes(app: App): void {
  app.delete(
    '/api/duplicate-rules/:id',
    {
      schema: {
        tags,
        summary: 'Delete a duplicate rule, with what it reported',
        response: { 204: nothing },
        params: idParams,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await removeRule(tx, actor, ruleId(request.params.id))
        reply.code(204)
      }),
  )
  const order = z.strictObject({ object: matchable, ids: z.array(z.string().max(18)).max(200) })
  app.post(
    '/api/duplicate-rules/order',
    {
      schema: {
        tags,
        summary: 'Say in which order the rules of an object are asked',
        response: { 204: nothing },
        body: order,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await arrangeRules(tx, actor, request.body.object, request.body.ids.map(ruleId))
        reply.code(204)
      }),
  )
}

function trialRoute(app: App): void {
  const body = z.strictObject({
    object: matchable,
    on: z.enum(['create', 'edit']).default('create'),
    role: role.optional().meta({ description: 'As whom; as yourself when left out.' }),
    record: z.record(z.string().max(200), z.unknown()),
  })
  app.post(
    '/api/duplicate-rules/trial',
    { schema: { tags, summary: 'What the rules would say of a record, without saving it', body } },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { object, record, ...more } = request.body
        const values = understood(await definitionOf(tx, object), record)
        const { outcome, refusal, rules } = await tryRules(tx, actor, object, values, more)
        return {
          outcome,
          message: refusal?.message ?? null,
          rules: await Promise.all(
            rules.map(async ({ rule, matches, ...one }) => ({
              ...one,
              Id: encodeId(rule.id),
              label: rule.label,
              matches: await presentMatches(tx, matches),
            })),
          ),
        }
      }),
  )
}

function reportedRoutes(app: App): void {
  const page = z.object({
    after: z.string().max(18).optional().meta({ description: "What the page before gave as 'next'." }),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  })
  app.get(
    '/api/duplicates/reported',
    { schema: { tags, summary: 'What rules reported, set by set, the newest first', querystring: page } },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { after, limit } = request.query
        const before = after === undefined ? Number.MAX_SAFE_INTEGER : idOfKind('DuplicateRecordSet', after)
        const { sets, next } = await listReported(tx, actor, before, limit)
        return { sets: await presentSets(tx, sets), next: next === null ? null : encodeId(next) }
      }),
  )
  const more = z.object({
    after: z.string().max(18).optional().meta({ description: "What the set, or the page before, gave as 'next'." }),
  })
  app.get(
    '/api/duplicates/reported/:id',
    { schema: { tags, summary: 'The records of one set, fifty a page', params: idParams, querystring: more } },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { after } = request.query
        const behind = after === undefined ? 0 : idOfKind('DuplicateRecordItem', after)
        const set = await reportedRecords(tx, actor, idOfKind('DuplicateRecordSet', request.params.id), behind)
        return (await presentSets(tx, [set]))[0]
      }),
  )
  app.delete(
    '/api/duplicates/reported/:id',
    {
      schema: {
        tags,
        summary: 'Take a set off the list of what was reported; its records stay',
        response: { 204: nothing },
        params: idParams,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await settleReported(tx, actor, idOfKind('DuplicateRecordSet', request.params.id))
        reply.code(204)
      }),
  )
}

async function presentSets(tx: Tx, sets: readonly ReportedSet[]) {
  const shown = await presentRecordsOf(
    tx,
    sets.flatMap(({ records }) => records),
  )
  let from = 0
  return sets.map(({ setId, ruleId: rule, ruleLabel, object, reportedAt, records, hasMore, after }) => {
    const own = shown.slice(from, (from += records.length))
    return {
      Id: encodeId(setId),
      object,
      reportedAt,
      rule: { Id: encodeId(rule), label: ruleLabel },
      records: records.map((one, at) => ({
        object: one.object,
        record: own[at],
        probability: one.probability,
        reasons: one.reasons,
      })),
      hasMore,
      next: after === null ? null : encodeId(after),
    }
  })
}

async function present(tx: Tx, { id, ...rule }: DuplicateRule) {
  const definition = await definitionOf(tx, rule.object)
  return {
    ...rule,
    Id: encodeId(id),
    compares: [...rule.compares],
    roles: [...rule.roles],
    bypassRoles: [...rule.bypassRoles],
    explanation: explained(rule, definition),
  }
}

/** Refuses a tree that is too deep, as an address would. */
const shallow = (filter: Filter | null): Filter | null => (filter === null ? null : parseFilter(JSON.stringify(filter)))

/** What is understood of a record; what is not says nothing about likeness. */
function understood(definition: ObjectDefinition, record: Readonly<Record<string, unknown>>): FieldValues {
  const values: Record<string, FieldValue> = {}
  for (const [name, raw] of Object.entries(record)) {
    const field = fieldNamed(definition, name)
    const value = field === undefined ? undefined : readValue(field, raw)
    if (field !== undefined && value !== undefined && !(value instanceof Refusal)) values[field.name] = value
  }
  return values
}

const ruleId = (text: string): number => idOfKind('DuplicateRule', text)

function idOfKind(kind: 'DuplicateRule' | 'DuplicateRecordSet' | 'DuplicateRecordItem', text: string): number {
  const id = decodeId(text)
  if (id !== undefined && objectOfId(id) === kind) return id
  throw notFound(kind === 'DuplicateRule' ? 'duplicate rule' : 'reported set', text.slice(0, 18))
}
