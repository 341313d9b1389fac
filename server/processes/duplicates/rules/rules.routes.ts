import { z } from 'zod'
import { decodeId, encodeId, objectOfId } from '../../../../shared/ids.ts'
import { nothing, readingAs, writing, type App } from '../../../ground/http/edge.ts'
import { definitionOf } from '../../../ground/objects/catalogue.ts'
import { filterSchema, parseFilter, type Filter } from '../../../ground/objects/filter.ts'
import { idParams, versionIn } from '../../../ground/objects/schemas.ts'
import { roles } from '../../../../shared/roles.ts'
import { notFound } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { matchables } from '../duplicate.ts'
import { explained } from './explaining.ts'
import { reportedRoutes } from './reported.routes.ts'
import type { DuplicateRule } from './rule.ts'
import { arrangeRules, changeRule, listRules, makeRule, removeRule } from './rules.ts'
import { trialRoute } from './trial.routes.ts'

const tags = ['Duplicate rules']
const matchable = z.enum(matchables)
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

function ruleId(text: string): number {
  const id = decodeId(text)
  if (id !== undefined && objectOfId(id) === 'DuplicateRule') return id
  throw notFound('duplicate rule', text.slice(0, 18))
}
