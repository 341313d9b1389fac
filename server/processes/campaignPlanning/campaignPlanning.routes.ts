import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { readingAs, writing, type App } from '../../ground/http/edge.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { idIn, idParams } from '../../ground/objects/schemas.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import {
  goalsNow,
  readPlan,
  removeGoal,
  sayVerdict,
  setGoal,
  type GoalNow,
  type PlannedCampaign,
} from './campaignPlanning.ts'
import { goalMeasures } from './goal.ts'

const tags = ['Campaign planning']
const day = z.iso.date()
const named = z.object({ Id: z.string(), Name: z.string().nullable() })

const goalSchema = z
  .object({
    sentence: z.string(),
    measure: z.enum(goalMeasures).meta({
      description:
        '`members`: members who reached a status; `won`: won opportunities; `amount`: their amount; `said`: a person says it, with a reason.',
    }),
    memberStatus: z.string().nullable(),
    target: z.number().nullable(),
    dueOn: z.string().nullable().meta({ description: 'The end of the campaign unless said.' }),
    measured: z.number().nullable(),
    verdict: z.enum(['met', 'not_met', 'open']),
    said: z.object({ reason: z.string(), at: z.date(), by: named.nullable() }).nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'CampaignGoal', description: 'What a campaign is to come to, and how it stands today.' })

const goalBody = z
  .strictObject({
    sentence: z.string().max(1000),
    measure: z.enum(goalMeasures),
    memberStatus: z.string().max(40).nullable().default(null),
    target: z.number().min(0).max(1e15).nullable().default(null),
    dueOn: day.nullable().default(null),
  })
  .meta({ id: 'CampaignGoalDraft' })

const planned = z
  .object({
    Id: z.string(),
    Name: z.string(),
    Type: z.string().nullable(),
    Status: z.string().nullable(),
    Parent: named.nullable(),
    Owner: named,
    StartDate: z.string().nullable(),
    EndDate: z.string().nullable(),
    BudgetedCost: z.number().nullable(),
    ActualCost: z.number().nullable(),
    notInMonths: z.object({ budgeted: z.number(), actual: z.number() }).meta({
      description: 'What of the totals stands in no month; below 0 where the months hold more than the total.',
    }),
    months: z.array(z.object({ month: z.string(), budgeted: z.number(), actual: z.number() })).readonly(),
    ExpectedRevenue: z.number().nullable(),
    ExpectedResponse: z.number().nullable().meta({ description: 'In percent of those addressed.' }),
    addressed: z.number().int().meta({ description: 'NumberSent, or the members where it is not set.' }),
    members: z.number().int(),
    responses: z.number().int(),
    opportunities: z.number().int(),
    won: z.number().int(),
    wonAmount: z.number(),
    collected: z.number().meta({ description: 'What was paid for its opportunities, refunds taken off.' }),
    goal: goalSchema.nullable(),
  })
  .meta({ id: 'PlannedCampaign' })

/** The marketing calendar, and the success outcomes of campaigns. */
export function campaignPlanningRoutes(app: App): void {
  app.get(
    '/api/campaign-plan',
    {
      schema: {
        tags,
        summary: 'Campaigns between two days: what they were to cost and bring, and what they did',
        querystring: z.object({
          from: day,
          to: day,
          after: z.string().max(300).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(200),
        }),
        response: { 200: z.object({ campaigns: z.array(planned), next: z.string().nullable() }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { campaigns, next } = await readPlan(tx, actor, request.query)
        const names = await namesOf(
          tx,
          new Set(
            campaigns.flatMap(({ ownerId, parentId, goal }) => [ownerId, parentId ?? [], goal?.saidById ?? []].flat()),
          ),
        )
        return { campaigns: campaigns.map((one) => present(one, names)), next }
      }),
  )
  goalRoutes(app)
  verdictRoute(app)
}

const goalAddress = '/api/campaigns/:id/goal'
const goalAnswerSchema = z.object({ goal: goalSchema.nullable() })

function goalRoutes(app: App): void {
  app.get(
    goalAddress,
    {
      schema: {
        tags,
        summary: 'The success outcome of a campaign, and how it stands',
        params: idParams,
        response: { 200: goalAnswerSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => goalAnswer(tx, actor, await campaignIn(tx, request.params.id))),
  )
  app.patch(
    goalAddress,
    {
      schema: {
        tags,
        summary: 'Set the success outcome of a campaign',
        params: idParams,
        body: goalBody,
        response: { 200: goalAnswerSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const id = await campaignIn(tx, request.params.id)
        await setGoal(tx, actor, id, request.body)
        return goalAnswer(tx, actor, id)
      }),
  )
  app.delete(
    goalAddress,
    {
      schema: { tags, summary: 'Take the success outcome away', params: idParams, response: { 200: goalAnswerSchema } },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const id = await campaignIn(tx, request.params.id)
        await removeGoal(tx, actor, id)
        return goalAnswer(tx, actor, id)
      }),
  )
}

function verdictRoute(app: App): void {
  app.post(
    `${goalAddress}/verdict`,
    {
      schema: {
        tags,
        summary: 'Say how an outcome came out that nothing measures',
        params: idParams,
        body: z.strictObject({
          verdict: z.enum(['met', 'not_met']),
          reason: z.string().max(1000),
          version: z.number().int(),
        }),
        response: { 200: goalAnswerSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const id = await campaignIn(tx, request.params.id)
        await sayVerdict(tx, actor, id, request.body)
        return goalAnswer(tx, actor, id)
      }),
  )
}

const campaignIn = async (tx: Tx, id: string): Promise<number> => idIn(id, await definitionOf(tx, 'Campaign'))

async function goalAnswer(tx: Tx, actor: Actor, campaignId: number) {
  await getRecord(tx, actor, await definitionOf(tx, 'Campaign'), campaignId, ['Id'])
  const goal = (await goalsNow(tx, actor, [campaignId])).get(campaignId)
  const names = await namesOf(tx, goal?.saidById === undefined || goal.saidById === null ? [] : [goal.saidById])
  return { goal: goal === undefined ? null : presentGoal(goal, names) }
}

const presentGoal = (goal: GoalNow, names: ReadonlyMap<number, string>) => ({
  sentence: goal.sentence,
  measure: goal.measure,
  memberStatus: goal.memberStatus,
  target: goal.target,
  dueOn: goal.dueOn,
  measured: goal.measured,
  verdict: goal.verdict,
  said:
    goal.saidReason === null || goal.saidAt === null
      ? null
      : {
          reason: goal.saidReason,
          at: goal.saidAt,
          by: goal.saidById === null ? null : { Id: encodeId(goal.saidById), Name: names.get(goal.saidById) ?? null },
        },
  version: goal.version,
})

const cents = (amount: number): number => Math.round(amount * 100) / 100

function present(one: PlannedCampaign & { readonly goal: GoalNow | undefined }, names: ReadonlyMap<number, string>) {
  const name = (id: number) => ({ Id: encodeId(id), Name: names.get(id) ?? null })
  // A converted lead is counted as a lead and as the contact it became; people are counted once.
  const members = one.leads - one.converted + one.contacts
  return {
    Id: encodeId(one.id),
    Name: one.name,
    Type: one.type,
    Status: one.status,
    Parent: one.parentId === null ? null : name(one.parentId),
    Owner: name(one.ownerId),
    StartDate: one.startDate,
    EndDate: one.endDate,
    BudgetedCost: one.budgeted,
    ActualCost: one.actual,
    notInMonths: {
      budgeted: cents((one.budgeted ?? 0) - one.budgetedInMonths),
      actual: cents((one.actual ?? 0) - one.actualInMonths),
    },
    months: one.months,
    ExpectedRevenue: one.expectedRevenue,
    ExpectedResponse: one.expectedResponse,
    addressed: one.numberSent ?? members,
    members,
    responses: one.responses,
    opportunities: one.opportunities,
    won: one.won,
    wonAmount: one.wonAmount,
    collected: one.collected,
    goal: one.goal === undefined ? null : presentGoal(one.goal, names),
  }
}
