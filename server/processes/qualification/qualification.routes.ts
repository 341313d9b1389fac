import { z } from 'zod'
import { decodeId, encodeId, objectOfId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import { nothing, readingAs, writing, type App } from '../../ground/http/edge.ts'
import { idIn, idParams } from '../../ground/objects/schemas.ts'
import { leadDoor } from '../../records/leads/leads.ts'
import { sides } from './agreement.ts'
import { currentAgreement, draftAgreement, listAgreements, signAgreement } from './agreements.ts'
import { evidenceSources } from './evidence.ts'
import { callOutcomes } from './outcome.ts'
import { recordOutcome, reopenLead } from './outcomes.ts'
import { presentAgreement, presentAgreements, presentEvidence, presentQualifications } from './present.ts'
import { evidenceOf, qualificationOf, recordEvidence } from './qualification.ts'
import { agreementSchema, agreementsSchema, ledgerSchema, outcomeSchema, qualificationsSchema } from './shapes.ts'

/** The agreement, what is known about leads, and how calls ended. */
export function qualificationRoutes(app: App): void {
  agreementRoutes(app)
  evidenceRoutes(app)
  outcomeRoutes(app)
}

const tags = ['Qualification']

const criterionSchema = z
  .strictObject({
    name: z.string().max(80),
    label: z.string().max(200),
    letter: z.string().max(8),
    required: z.boolean(),
    help: z.string().max(1000).default(''),
  })
  .meta({ id: 'Criterion', description: 'One thing to find out about a lead.' })

const agreementBody = z
  .strictObject({
    leadDefinition: z.string().max(8000).optional(),
    opportunityDefinition: z.string().max(8000).optional(),
    criteria: z.array(criterionSchema).max(100).optional(),
    firstResponseHours: z.number().optional(),
    converters: z.array(z.string().max(40)).max(20).optional(),
  })
  .meta({ id: 'AgreementDraft', description: 'What is left out stays as in the version before.' })

function agreementRoutes(app: App): void {
  const page = z.object({
    after: z.coerce.number().int().positive().optional().meta({ description: 'The version of the last one seen.' }),
    limit: z.coerce.number().int().min(1).max(200).default(60),
  })
  app.get(
    '/api/agreements',
    {
      schema: {
        tags,
        summary: 'Every version of the agreement, newest first',
        querystring: page,
        response: { 200: agreementsSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { after, limit } = request.query
        const agreements = await listAgreements(tx, actor, after, limit + 1)
        const shown = agreements.slice(0, limit)
        return {
          agreements: await presentAgreements(tx, shown),
          next: agreements.length > limit ? (shown.at(-1)?.version ?? null) : null,
        }
      }),
  )
  const response = { 200: agreementSchema }
  app.get(
    '/api/agreements/current',
    { schema: { tags, summary: 'The agreement everybody works by', response } },
    (request) => readingAs(request, async (tx, actor) => presentAgreement(tx, await currentAgreement(tx, actor))),
  )
  app.post(
    '/api/agreements',
    { schema: { tags, summary: 'Draft a new version', response: { 201: agreementSchema }, body: agreementBody } },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        reply.code(201)
        return presentAgreement(tx, await draftAgreement(tx, actor, request.body))
      }),
  )
  const signature = z.strictObject({ side: z.enum(sides) })
  app.post(
    '/api/agreements/:id/signature',
    { schema: { tags, summary: 'Sign for Marketing or for Sales', params: idParams, body: signature, response } },
    (request) =>
      writing(request, async (tx, actor) =>
        presentAgreement(tx, await signAgreement(tx, actor, agreementIdIn(request.params.id), request.body.side)),
      ),
  )
}

const evidenceBody = z
  .strictObject({
    criterion: z.string().max(80).meta({ description: 'The name of a criterion of the agreement, such as `Budget`.' }),
    value: z.string().max(20_000),
    isMet: z.boolean().default(true).meta({ description: 'Whether it speaks for the lead.' }),
    source: z.enum(evidenceSources),
    saidBy: z.string().max(1000).nullish(),
    observedOn: z.iso.date().optional(),
  })
  .meta({ id: 'EvidenceDraft', description: 'What somebody learned about one criterion of a lead.' })

function evidenceRoutes(app: App): void {
  app.get(
    '/api/leads/:id/evidence',
    {
      schema: {
        tags,
        summary: 'How far a lead is vetted, and everything that was learned',
        params: idParams,
        response: { 200: ledgerSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const id = idIn(request.params.id, leadDoor.definition)
        const ledger = await evidenceOf(tx, actor, id)
        const [qualification] = await presentQualifications(tx, await qualificationOf(tx, actor, [id]))
        return { qualification, evidence: await presentEvidence(tx, ledger) }
      }),
  )
  const body = z.union([evidenceBody, z.array(evidenceBody).min(1).max(100)])
  app.post(
    '/api/leads/:id/evidence',
    {
      schema: {
        tags,
        summary: 'Record what was learned; nothing is overwritten',
        response: { 201: ledgerSchema },
        params: idParams,
        body,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const leadId = idIn(request.params.id, leadDoor.definition)
        const drafts = Array.isArray(request.body) ? request.body : [request.body]
        const recorded = await recordEvidence(
          tx,
          actor,
          drafts.map((draft) => ({ ...draft, leadId })),
        )
        const [qualification] = await presentQualifications(tx, await qualificationOf(tx, actor, [leadId]))
        reply.code(201)
        return { qualification, evidence: await presentEvidence(tx, recorded) }
      }),
  )
  severalRoute(app)
}

/** For the rows of a list. */
function severalRoute(app: App): void {
  const ids = z.object({ ids: z.string().max(4000).meta({ description: 'Up to 200 ids, separated by commas.' }) })
  app.get(
    '/api/leads/qualification',
    {
      schema: {
        tags,
        summary: 'How far each of some leads is vetted, in order',
        querystring: ids,
        response: { 200: qualificationsSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const leadIds = request.query.ids
          .split(',')
          .filter(Boolean)
          .slice(0, 200)
          .map((id) => idIn(id, leadDoor.definition))
        return { qualifications: await presentQualifications(tx, await qualificationOf(tx, actor, leadIds)) }
      }),
  )
}

const outcomeBody = z
  .strictObject({
    outcome: z.enum(callOutcomes),
    reason: z.string().max(255).optional().meta({ description: 'Dead end: why the lead is closed.' }),
    recheckOn: z.iso.date().optional(),
    staysOnNewsletter: z.boolean().optional(),
    followUpOn: z.iso.date().optional().meta({ description: 'Definite maybe: the day of the next step.' }),
    send: z
      .union([
        z
          .string()
          .max(200)
          .transform((thing) => [thing]),
        z.array(z.string().max(200)).max(10),
      ])
      .optional()
      .meta({ description: 'What was promised to be sent.' }),
    notReadyReason: z
      .string()
      .max(255)
      .optional()
      .meta({ description: 'Definite maybe: why not now; the lead is nurtured.' }),
    note: z.string().max(20_000).optional(),
    callDurationInSeconds: z.number().int().min(0).max(86_400).optional(),
  })
  .meta({ id: 'CallOutcome', description: 'How a call ended: dead end, definite maybe, or opportunity.' })

function outcomeRoutes(app: App): void {
  app.post(
    '/api/leads/:id/outcome',
    {
      schema: {
        tags,
        summary: 'Say how a call ended',
        params: idParams,
        body: outcomeBody,
        response: { 200: outcomeSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const outcome = await recordOutcome(tx, actor, idIn(request.params.id, leadDoor.definition), request.body)
        const [qualification] = await presentQualifications(tx, [outcome.qualification])
        const leadId = encodeId(outcome.leadId)
        return {
          leadId,
          callId: encodeId(outcome.callId),
          followUpId: outcome.followUpId === null ? null : encodeId(outcome.followUpId),
          sendTaskIds: outcome.sendTaskIds.map(encodeId),
          qualification,
          way:
            request.body.outcome === 'opportunity'
              ? { label: 'Convert lead', action: 'convert', href: `/leads/${leadId}/convert` }
              : null,
        }
      }),
  )
  const reopening = z.strictObject({ reason: z.string().trim().min(1).max(255) })
  app.post(
    '/api/leads/:id/reopening',
    {
      schema: {
        tags,
        summary: 'Open a closed lead again, with the reason',
        response: { 204: nothing },
        params: idParams,
        body: reopening,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await reopenLead(tx, actor, idIn(request.params.id, leadDoor.definition), request.body.reason)
        reply.code(204)
      }),
  )
}

function agreementIdIn(text: string): number {
  const id = decodeId(text)
  if (id !== undefined && objectOfId(id) === 'Agreement') return id
  throw new Refusal('malformed_id', `'${text.slice(0, 40)}' is not the id of an agreement.`, {
    kind: 'malformed',
    field: 'Id',
    value: text.slice(0, 40),
  })
}
