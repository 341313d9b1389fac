import { z } from 'zod'
import { decodeId, objectOfId } from '../../../shared/ids.ts'
import type { App } from '../../ground/http/edge.ts'
import { now } from '../../platform/clock.ts'
import { Refusal } from '../../platform/errors.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { OrgRef, Tx } from '../../platform/tx.ts'
import { getContentLink, requestContent } from './content.ts'
import { formHtml } from './formHtml.ts'
import { formSetting } from './formSetting.ts'
import { contentPage, hostedFormPage, sorryPage, thankYouPage } from './pages.ts'
import { stampSecret } from './posts.sql.ts'
import { stampOf } from './stamp.ts'
import { orgMeant } from './visitors.ts'
import { sendPage } from './visitors.routes.ts'
import type { WebForm } from './webForm.ts'
import { formsById } from './webForms.sql.ts'

const query = z.object({ oid: z.string().max(18).optional(), form: z.string().max(18).optional() })
const hidden = { hide: true } as const

/** Pages for visitors: a form to try at once, the thank-you after it, and the content behind it. */
export function hostedRoutes(app: App): void {
  const { config } = app.surroundings
  app.get(
    '/f/:id',
    { schema: { ...hidden, params: z.object({ id: z.string().max(18) }), querystring: query } },
    async (request, reply) => {
      const { db } = app.surroundings
      const org = await orgMeant(db, request.query.oid)
      const found =
        org === undefined
          ? undefined
          : await reading(db, org, (tx) => shownForm(tx, request.params.id, config.publicUrl))
      if (found === undefined)
        return sendPage(
          reply,
          sorryPage('This form is not here', 'It was taken away, or its address is not complete.'),
          { status: 404 },
        )
      const target =
        found.form.returnUrl !== null && URL.canParse(found.form.returnUrl)
          ? [new URL(found.form.returnUrl).origin]
          : []
      return sendPage(reply, hostedFormPage(found.form.name, { markup: found.markup }), {
        formTargets: [new URL(config.publicUrl).origin, ...target],
      })
    },
  )
  app.get('/thank-you', { schema: { ...hidden, querystring: query } }, async (request, reply) => {
    const { db } = app.surroundings
    const org = await orgMeant(db, request.query.oid)
    const form = org === undefined ? undefined : await reading(db, org, (tx) => formOf(tx, request.query.form ?? ''))
    return sendPage(reply, thankYouPage(form?.thanks ?? null))
  })
  contentRoutes(app)
}

function contentRoutes(app: App): void {
  const params = z.object({ token: z.string().max(100) })
  app.get('/c/:token', { schema: { ...hidden, params } }, (request, reply) =>
    withLink(request.params.token, async (org, secret) => {
      const link = await reading(app.surroundings.db, org, (tx) => getContentLink(tx, secret))
      return sendPage(reply, contentPage(link.contentLabel, request.params.token), {
        formTargets: [new URL(link.contentUrl).origin],
      })
    }).catch((error: unknown) => gone(error, reply)),
  )
  void app.register(async (inside) => {
    // The button sends an empty form.
    inside.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, _body, done) =>
      done(null, undefined),
    )
    inside.post('/c/:token', { schema: { ...hidden, params }, bodyLimit: 1024 }, (request, reply) =>
      withLink((request.params as z.infer<typeof params>).token, async (org, secret) => {
        const link = await inTransaction(app.surroundings.db, org, (tx) => requestContent(tx, secret))
        return reply
          .header('cache-control', 'no-store')
          .header('referrer-policy', 'no-referrer')
          .redirect(link.contentUrl, 303)
      }).catch((error: unknown) => gone(error, reply)),
    )
  })

  /** A token names its org before the dot. */
  async function withLink<T>(token: string, work: (org: OrgRef, secret: string) => Promise<T>): Promise<T> {
    const [orgId, secret = ''] = token.split('.')
    const org = await orgMeant(app.surroundings.db, orgId)
    if (org === undefined || secret === '') throw new Refusal('not_found', 'No such content.', { kind: 'not_found' })
    return work(org, secret)
  }
}

function gone(error: unknown, reply: Parameters<typeof sendPage>[0]): ReturnType<typeof sendPage> {
  if (!(error instanceof Refusal) || error.kind !== 'not_found') throw error
  return sendPage(
    reply,
    sorryPage(
      'This link is over',
      'Links to content are good for 90 days. Fill in the form again, and a new one comes by e-mail.',
    ),
    { status: 404 },
  )
}

async function shownForm(
  tx: Tx,
  id: string,
  publicUrl: string,
): Promise<{ readonly form: WebForm; readonly markup: string } | undefined> {
  const form = await formOf(tx, id)
  if (form === undefined || form.deletedAt !== null) return undefined
  const stamp = form.hasTimeTrap ? stampOf(await stampSecret(tx), form.id, now()) : undefined
  return { form, markup: formHtml(form, { ...(await formSetting(tx, publicUrl, form)), stamp, isHosted: true }) }
}

async function formOf(tx: Tx, text: string): Promise<WebForm | undefined> {
  const id = decodeId(text)
  if (id === undefined || objectOfId(id) !== 'WebForm') return undefined
  const [form] = await formsById(tx, [id])
  return form
}
