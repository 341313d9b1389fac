import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { eachRefusal, Refusal, refuseAny } from '../../platform/errors.ts'
import { nothing, readingAs, writing, type App } from '../../ground/http/edge.ts'
import { presentRefusal } from '../../ground/objects/answers.ts'
import { errorSchema, idIn, idParams } from '../../ground/objects/schemas.ts'
import { accountDoor } from '../../records/accounts/accounts.ts'
import { contactDoor } from '../../records/contacts/contacts.ts'
import { leadDoor } from '../../records/leads/leads.ts'
import { opportunityDoor } from '../../records/opportunities/opportunities.ts'
import { userIdIn } from './ids.ts'
import { companyOfAccount, companyOfLead } from './company.ts'
import { convertLeads, type ConversionRequest, type ConversionResult } from './conversion.ts'
import { mappingRoutes } from './mapping.routes.ts'
import { presentCompany, presentConverted, presentProspect } from './present.ts'
import { companySchema, convertedSchema, prospectSchema, resultSchema } from './shapes.ts'
import { prospectOf } from './suggestions.ts'
import { undoConversion } from './undoing.ts'

/** Conversion, its undo, what to know before, and who else we know at a company. */
export function conversionRoutes(app: App): void {
  oneLeadRoutes(app)
  manyLeadsRoute(app)
  companyRoutes(app)
  mappingRoutes(app)
}

const tags = ['Conversion']

const id = z.string().min(15).max(18)

const wishes = {
  convertedStatus: z.string().max(255).optional().meta({ description: 'A status of the state converted.' }),
  accountId: id.nullish().meta({ description: 'Convert into this account; a new one when left out.' }),
  contactId: id.nullish().meta({ description: 'Convert into this contact of that account; a new one when left out.' }),
  opportunityId: id.nullish().meta({ description: 'Attach to this open opportunity of that account.' }),
  opportunityName: z
    .string()
    .max(120)
    .nullish()
    .meta({ description: 'Name of the new opportunity; the company when left out.' }),
  doNotCreateOpportunity: z.boolean().default(false),
  ownerId: id
    .nullish()
    .meta({ description: 'Owner of what is newly made; the lead’s owner when left out, and never a queue.' }),
  overwriteLeadSource: z.boolean().default(false),
  sendNotificationEmail: z.boolean().default(false),
  overrideReason: z
    .string()
    .max(2000)
    .nullish()
    .meta({ description: 'Why it is converted though the criteria are not met, by someone who may.' }),
  amount: z.number().min(0).max(1e15).nullish(),
  noAmountReason: z.string().max(255).nullish(),
  closeDate: z.iso.date().nullish(),
  keepOutOfForecast: z
    .boolean()
    .default(false)
    .meta({ description: 'The new opportunity counts in no forecast until it moves on from its first stage.' }),
}

const wishSchema = z
  .strictObject({
    leadId: id.optional().meta({ description: 'The lead of the address once more; another one is refused.' }),
    ...wishes,
  })
  .meta({ id: 'LeadConvert', description: "What a lead is to become; the field's LeadConvert." })
const listedWishSchema = z.strictObject({ leadId: id, ...wishes }).meta({ id: 'LeadConvertOfList' })

type Wish = z.infer<typeof wishSchema>

const NO_WISH: Wish = {
  doNotCreateOpportunity: false,
  overwriteLeadSource: false,
  sendNotificationEmail: false,
  keepOutOfForecast: false,
}

function requestOf(leadId: number, wish: Omit<Wish, 'leadId'>): ConversionRequest {
  return {
    leadId,
    convertedStatus: wish.convertedStatus,
    accountId: wish.accountId ? idIn(wish.accountId, accountDoor.definition) : undefined,
    contactId: wish.contactId ? idIn(wish.contactId, contactDoor.definition) : undefined,
    opportunityId: wish.opportunityId ? idIn(wish.opportunityId, opportunityDoor.definition) : undefined,
    opportunityName: wish.opportunityName?.trim() || undefined,
    doNotCreateOpportunity: wish.doNotCreateOpportunity,
    ownerId: wish.ownerId ? userIdIn(wish.ownerId) : undefined,
    overwriteLeadSource: wish.overwriteLeadSource,
    sendNotificationEmail: wish.sendNotificationEmail,
    overrideReason: wish.overrideReason ?? undefined,
    amount: wish.amount ?? undefined,
    noAmountReason: wish.noAmountReason?.trim() || undefined,
    closeDate: wish.closeDate ?? undefined,
    keepOutOfForecast: wish.keepOutOfForecast,
  }
}

const anotherLead = (leadId: string): Refusal =>
  new Refusal('another_lead', 'The body names another lead than the address. Leave leadId out, or name the same.', {
    kind: 'malformed',
    field: 'leadId',
    value: leadId,
    rule: 'leadId is the lead of the address.',
  })

function oneLeadRoutes(app: App): void {
  app.post(
    '/api/leads/:id/conversion',
    {
      schema: {
        tags,
        summary: 'Convert a lead into account, contact and opportunity',
        response: { 201: convertedSchema, 409: errorSchema, 422: errorSchema },
        params: idParams,
        body: wishSchema.nullish(),
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const leadId = idIn(request.params.id, leadDoor.definition)
        const wish = request.body ?? NO_WISH
        if (wish.leadId !== undefined && idIn(wish.leadId, leadDoor.definition) !== leadId)
          throw anotherLead(wish.leadId)
        const [result] = await convertLeads(tx, actor, [requestOf(leadId, wish)])
        if (result?.converted === undefined) throw result?.refusal ?? new Error('One lead in, one answer out.')
        reply.code(201)
        return presentConverted(result.converted)
      }),
  )
  app.get(
    '/api/leads/:id/conversion',
    {
      schema: {
        tags,
        summary: 'What to know before converting a lead; after, the records and whether it can be undone',
        params: idParams,
        response: { 200: prospectSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) =>
        presentProspect(tx, await prospectOf(tx, actor, idIn(request.params.id, leadDoor.definition))),
      ),
  )
  const reason = z.object({ reason: z.string().max(2000).optional() })
  app.delete(
    '/api/leads/:id/conversion',
    {
      schema: {
        tags,
        summary: 'Undo a conversion while nothing was built on it',
        response: { 204: nothing },
        params: idParams,
        querystring: reason,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await undoConversion(tx, actor, idIn(request.params.id, leadDoor.definition), request.query.reason ?? null)
        reply.code(204)
      }),
  )
}

function manyLeadsRoute(app: App): void {
  const all = z.object({
    allOrNone: z.stringbool().default(false).meta({ description: 'When one lead is refused, none is converted.' }),
  })
  app.post(
    '/api/leads/conversion',
    {
      schema: {
        tags,
        summary: 'Convert up to 100 leads, answered in order',
        querystring: all,
        body: z.array(listedWishSchema).max(1000),
        response: { 200: z.object({ results: z.array(resultSchema) }) },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const requests = request.body.map(({ leadId, ...wish }) => requestOf(idIn(leadId, leadDoor.definition), wish))
        const results = await convertLeads(tx, actor, requests)
        if (request.query.allOrNone) refuseAny(results.flatMap(({ refusal }) => refusal ?? []))
        return { results: results.map(presentResult) }
      }),
  )
}

/** One answer of a list, as the field's LeadConvertResult has it. */
const presentResult = ({ leadId, converted, refusal }: ConversionResult): z.infer<typeof resultSchema> =>
  converted === undefined
    ? {
        leadId: encodeId(leadId),
        accountId: null,
        contactId: null,
        opportunityId: null,
        success: false,
        errors: eachRefusal(refusal).map(presentRefusal),
      }
    : presentConverted(converted)

function companyRoutes(app: App): void {
  app.get(
    '/api/leads/:id/company',
    {
      schema: {
        tags,
        summary: 'Who else we know at the company of a lead, and who spoke to whom',
        params: idParams,
        response: { 200: companySchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) =>
        presentCompany(await companyOfLead(tx, actor, idIn(request.params.id, leadDoor.definition))),
      ),
  )
  app.get(
    '/api/accounts/:id/leads',
    {
      schema: {
        tags,
        summary: 'Unconverted leads of an account’s company, found by e-mail domain and company name',
        params: idParams,
        response: { 200: companySchema.extend({ accountId: z.string() }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const accountId = idIn(request.params.id, accountDoor.definition)
        return { accountId: encodeId(accountId), ...presentCompany(await companyOfAccount(tx, actor, accountId)) }
      }),
  )
}
