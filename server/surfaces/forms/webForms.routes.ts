import { z } from 'zod'
import { decodeId, encodeId, objectOfId } from '../../../shared/ids.ts'
import { nothing, readingAs, writing, type App } from '../../ground/http/edge.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { errorSchema, idParams, versionIn } from '../../ground/objects/schemas.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { formHtml } from './formHtml.ts'
import { formSetting } from './formSetting.ts'
import { allowReturnUrl, disallowReturnUrl, listAllowedReturnUrls } from './returnUrls.ts'
import { formHtmlSchema, formSchema, formsSchema, returnUrlsSchema } from './shapes.ts'
import type { FormDraft } from './webForm.ts'
import { changeForm, createForm, deleteForm, getForm, listForms, refuseUnlessKeepsForms } from './webForms.ts'
import type { CountedForm } from './webForms.sql.ts'

const tags = ['Web forms']
const text = (longest: number) => z.string().trim().max(longest).nullable()
const oneLine = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^[^\r\n]*$/, 'is one line')
    .nullable()

const formBody = z.strictObject({
  Name: z.string().trim().min(1).max(80),
  Fields: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(80),
        label: z.string().trim().min(1).max(120),
        required: z.boolean().default(false),
        criterion: z
          .string()
          .trim()
          .max(80)
          .nullish()
          .meta({ description: 'The criterion of the agreement an answer is evidence for: `Budget`.' }),
      }),
    )
    .min(1)
    .max(60),
  CampaignId: text(18),
  MemberStatus: text(40),
  LeadSource: text(40),
  OwnerId: text(18),
  ReturnUrl: text(2000),
  Thanks: text(2000),
  Honeypot: z.boolean(),
  TimeTrap: z.boolean(),
  AutoResponse: z.boolean(),
  AutoResponseSubject: oneLine(200),
  AutoResponseBody: text(20_000),
  ContentUrl: text(2000),
  ContentLabel: oneLine(200),
})
const newBody = formBody.partial().required({ Name: true })
const pageQuery = z.object({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
})

/** Forms, the HTML to paste, and the hosts visitors may be sent on to. */
export function webFormRoutes(app: App): void {
  const { publicUrl } = app.surroundings.config
  app.get(
    '/api/web-forms',
    {
      schema: {
        tags,
        summary: 'List web forms with their figures',
        querystring: pageQuery,
        response: { 200: formsSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { forms, next } = await listForms(tx, actor, request.query)
        return { records: await presentForms(tx, forms, publicUrl), next }
      }),
  )
  app.get(
    '/api/web-forms/:id',
    { schema: { tags, summary: 'Read one web form', params: idParams, response: { 200: formSchema } } },
    (request) => readingAs(request, (tx, actor) => presented(tx, actor, formId(request.params.id), publicUrl)),
  )
  app.get(
    '/api/web-forms/:id/html',
    { schema: { tags, summary: 'The HTML to paste into a page', params: idParams, response: { 200: formHtmlSchema } } },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const form = await getForm(tx, actor, formId(request.params.id))
        return {
          html: formHtml(form, await formSetting(tx, publicUrl, form)),
          hosted: `${publicUrl}/f/${encodeId(form.id)}`,
        }
      }),
  )
  writeRoutes(app)
  returnUrlRoutes(app)
}

function writeRoutes(app: App): void {
  const { publicUrl } = app.surroundings.config
  app.post(
    '/api/web-forms',
    { schema: { tags, summary: 'Create a web form', response: { 201: formSchema }, body: newBody } },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const id = await createForm(tx, actor, draftOf(request.body))
        reply.code(201)
        return presented(tx, actor, id, publicUrl)
      }),
  )
  app.patch(
    '/api/web-forms/:id',
    {
      schema: {
        tags,
        summary: 'Change a web form',
        params: idParams,
        body: formBody.partial(),
        response: { 200: formSchema, 412: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const id = formId(request.params.id)
        await changeForm(tx, actor, id, draftOf(request.body), versionIn(request.headers['if-match']))
        return presented(tx, actor, id, publicUrl)
      }),
  )
  app.delete(
    '/api/web-forms/:id',
    { schema: { tags, summary: 'Take a web form out of the list', response: { 204: nothing }, params: idParams } },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await deleteForm(tx, actor, formId(request.params.id))
        reply.code(204)
      }),
  )
}

function returnUrlRoutes(app: App): void {
  const path = '/api/allowed-return-urls'
  app.get(
    path,
    { schema: { tags, summary: 'Hosts visitors may be sent on to after a form', response: { 200: returnUrlsSchema } } },
    (request) =>
      readingAs(request, async (tx, actor) => {
        refuseUnlessKeepsForms(actor)
        return {
          records: (await listAllowedReturnUrls(tx)).map(({ pattern, createdAt }) => ({
            Pattern: pattern,
            CreatedDate: createdAt,
          })),
        }
      }),
  )
  app.post(
    path,
    {
      schema: {
        tags,
        summary: 'Allow a host, such as www.example.com or *.example.com',
        response: { 201: z.object({ Pattern: z.string() }) },
        body: z.strictObject({ Pattern: z.string().min(1).max(255) }),
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        reply.code(201)
        return { Pattern: await allowReturnUrl(tx, actor, request.body.Pattern) }
      }),
  )
  app.delete(
    path,
    {
      schema: {
        tags,
        summary: 'Take a host off the list',
        response: { 204: nothing },
        querystring: z.object({ pattern: z.string().min(1).max(255) }),
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await disallowReturnUrl(tx, actor, request.query.pattern)
        reply.code(204)
      }),
  )
}

const presented = async (tx: Tx, actor: Actor, id: number, publicUrl: string) => {
  const [form] = await presentForms(tx, [await getForm(tx, actor, id)], publicUrl)
  if (form === undefined) throw new Error('One form in, one out.')
  return form
}

async function presentForms(
  tx: Tx,
  forms: readonly CountedForm[],
  publicUrl: string,
): Promise<z.infer<typeof formSchema>[]> {
  const names = await namesOf(
    tx,
    new Set(forms.flatMap(({ campaignId, ownerId }) => [campaignId ?? [], ownerId ?? []].flat())),
  )
  const reference = (id: number | null) => (id === null ? null : { Id: encodeId(id), Name: names.get(id) ?? null })
  return forms.map((form) => ({
    Id: encodeId(form.id),
    Name: form.name,
    Fields: form.fields,
    CampaignId: form.campaignId === null ? null : encodeId(form.campaignId),
    Campaign: reference(form.campaignId),
    MemberStatus: form.memberStatus,
    LeadSource: form.leadSource,
    OwnerId: form.ownerId === null ? null : encodeId(form.ownerId),
    Owner: reference(form.ownerId),
    ReturnUrl: form.returnUrl,
    Thanks: form.thanks,
    Honeypot: form.hasHoneypot,
    TimeTrap: form.hasTimeTrap,
    AutoResponse: form.autoResponse,
    AutoResponseSubject: form.autoResponseSubject,
    AutoResponseBody: form.autoResponseBody,
    ContentUrl: form.contentUrl,
    ContentLabel: form.contentLabel,
    Completions: form.completions,
    ContentRequests: form.contentRequests,
    Waiting: form.waiting,
    HostedUrl: `${publicUrl}/f/${encodeId(form.id)}`,
    CreatedDate: form.createdAt,
    version: form.version,
  }))
}

const renamed = {
  Name: 'name',
  Fields: 'fields',
  MemberStatus: 'memberStatus',
  LeadSource: 'leadSource',
  ReturnUrl: 'returnUrl',
  Thanks: 'thanks',
  Honeypot: 'hasHoneypot',
  TimeTrap: 'hasTimeTrap',
  AutoResponse: 'autoResponse',
  AutoResponseSubject: 'autoResponseSubject',
  AutoResponseBody: 'autoResponseBody',
  ContentUrl: 'contentUrl',
  ContentLabel: 'contentLabel',
} as const

/** The body by the room's own names; blank text is no value, and references are ids. */
function draftOf(body: Partial<z.infer<typeof formBody>>): Partial<FormDraft> {
  const draft: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(body)) {
    const key = Object.entries(renamed).find(([from]) => from === name)?.[1]
    if (key !== undefined) draft[key] = value === '' ? null : value
  }
  if (body.CampaignId !== undefined) draft.campaignId = referenced('CampaignId', body.CampaignId)
  if (body.OwnerId !== undefined) draft.ownerId = referenced('OwnerId', body.OwnerId)
  return draft
}

function referenced(field: string, value: string | null): number | null {
  if (value === null || value === '') return null
  const id = decodeId(value)
  if (id !== undefined) return id
  throw new Refusal('malformed_id', `${field} must be an id of 15 or 18 letters and digits.`, {
    kind: 'malformed',
    field,
    value,
  })
}

function formId(value: string): number {
  const id = decodeId(value)
  if (id !== undefined && objectOfId(id) === 'WebForm') return id
  throw notFound('web form', value.slice(0, 18))
}
