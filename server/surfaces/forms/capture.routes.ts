import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../ground/http/edge.ts'
import type { Org } from '../../ground/orgs/orgs.ts'
import { settingsOf } from '../../ground/orgs/settings.ts'
import type { Config } from '../../platform/config.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { Refusal } from '../../platform/errors.ts'
import { reading } from '../../platform/transactions.ts'
import type { Tx } from '../../platform/tx.ts'
import { addressAfterPost } from '../../processes/registrations/tickets.ts'
import { plansByForm } from '../../records/sessions/plans.ts'
import type { Capture } from './capture.ts'
import { customFieldNames } from './customFields.ts'
import { decodePost, type Decoded } from './decoding.ts'
import { debugPage, sorryPage } from './pages.ts'
import type { ArrivingPost } from './post.ts'
import { formIdIn } from './reading.ts'
import { firstAllowed } from './returnUrls.ts'
import { understand, type Understanding } from './understanding.ts'
import { orgOfPost, orgQuery } from './visitors.ts'
import { sendPage } from './visitors.routes.ts'
import { formsById } from './webForms.sql.ts'
import { dateOrderOf } from './writtenDates.ts'
import { encodeId } from '../../../shared/ids.ts'

const PATH = '/servlet/servlet.WebToLead'
const BODY_MAX_BYTES = 1024 * 1024

/** Where forms post to, as the field's own forms do: without a sign-in, from any site. */
export function captureRoutes(app: App, capture: Capture): void {
  void app.register(async (inside) => {
    // The bytes are kept as they come, whatever they say they are.
    inside.removeAllContentTypeParsers()
    inside.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    inside.setErrorHandler((error, request, reply) => sorry(error, request, reply))
    inside.post(PATH, { bodyLimit: BODY_MAX_BYTES, schema: { hide: true } }, (request, reply) =>
      take(capture, request, reply),
    )
    inside.get(PATH, { schema: { hide: true } }, (_request, reply) =>
      sendPage(
        reply.header('allow', 'POST'),
        sorryPage(
          'This address takes forms',
          'A web form posts here. There is nothing to see when you open it by yourself.',
        ),
        { status: 405 },
      ),
    )
  })
}

async function take(capture: Capture, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { db } = request.server.surroundings
  const post = arriving(request)
  const org = await orgOfPost(db, post)
  if (org === undefined)
    return sendPage(
      reply,
      sorryPage(
        'This form belongs to nobody here',
        'Its field oid names no organization that is known here, so what you sent was not kept. Please tell whoever keeps the page you came from.',
      ),
      { status: 404 },
    )
  const { id, state } = await capture.store(org, post)
  if (state === 'received') await capture.work(org, id)
  return answer(org, { post, id }, request, reply)
}

const arriving = ({ ip, headers, url, body }: FastifyRequest): ArrivingPost => ({
  address: ip,
  userAgent: headers['user-agent']?.slice(0, 500) ?? null,
  contentType: headers['content-type']?.slice(0, 300) ?? null,
  query: url.includes('?') ? url.slice(url.indexOf('?') + 1) : '',
  body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
})

/** The post is safe now. What the visitor sees depends on what was sent, never on whether we know them. */
async function answer(
  org: Org,
  { post, id }: { readonly post: ArrivingPost; readonly id: number },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { db, config } = request.server.surroundings
  const decoded = await decodePost(post)
  if (decoded instanceof Refusal) return reply.redirect(`/thank-you${await orgQuery(db, org)}`, 302)
  const { understanding, target, formId } = await reading(db, org, (tx) => whereTo(tx, decoded))
  if (understanding.isDebug) return sendPage(reply, debugPage({ decoded, understanding, wouldGoTo: target }))
  const query = await orgQuery(db, org)
  const ofEvent = await reading(db, org, (tx) => addressInEvent(tx, config, { formId, postId: id, query }))
  if (ofEvent !== undefined) return reply.header('cache-control', 'no-store').redirect(ofEvent, 303)
  const own =
    formId === undefined
      ? `/thank-you${query}`
      : `/thank-you${query === '' ? '?' : `${query}&`}form=${encodeId(formId)}`
  return reply.header('cache-control', 'no-store').redirect(target ?? own, 302)
}

/**
 * Whoever registered is answered alike, so that nobody learns who else did: the ticket comes by mail. Where no mail is set up
 * it could reach nobody that way, and is shown to who registered for the first time.
 */
async function addressInEvent(
  tx: Tx,
  { publicUrl, smtpUrl }: Pick<Config, 'publicUrl' | 'smtpUrl'>,
  { formId, postId, query }: { readonly formId: number | undefined; readonly postId: number; readonly query: string },
): Promise<string | undefined> {
  const plan = formId === undefined ? undefined : (await plansByForm(tx, [formId])).get(formId)
  if (plan === undefined) return undefined
  const shown = smtpUrl === undefined ? await addressAfterPost(tx, publicUrl, postId) : undefined
  return shown ?? `/e/${encodeId(plan.campaignId)}/received${query}`
}

async function whereTo(
  tx: Parameters<typeof firstAllowed>[0],
  decoded: Decoded,
): Promise<{ understanding: Understanding; target: string | undefined; formId: number | undefined }> {
  const understanding = understand(
    await definitionOf(tx, 'Lead'),
    await customFieldNames(
      tx,
      decoded.fields.map(({ name }) => name),
    ),
    decoded.fields,
    dateOrderOf((await settingsOf(tx)).country),
  )
  const formId = formIdIn(understanding)
  const [form] = formId === undefined ? [] : await formsById(tx, [formId])
  const target = await firstAllowed(tx, [understanding.control.returnUrl, form?.returnUrl ?? ''])
  return { understanding, target, formId: form?.id }
}

function sorry(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return sendPage(
      reply,
      sorryPage(
        'This is too much',
        'A form may send one megabyte, and this was more, so nothing of it was kept. Please shorten it, and send it again.',
      ),
      { status: 413 },
    )
  }
  if (error instanceof Refusal && error.kind === 'unavailable') {
    return sendPage(
      reply.header('retry-after', '5'),
      sorryPage(
        'Please send it once more',
        'We could not keep what you sent just now. Go back, wait a few seconds, and send the form again.',
      ),
      { status: 503 },
    )
  }
  request.log.error(
    { id: request.id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    'A form post could not be answered.',
  )
  return sendPage(
    reply,
    sorryPage('Please send it once more', 'Something went wrong on our side. Go back, and send the form again.'),
    { status: 500 },
  )
}
