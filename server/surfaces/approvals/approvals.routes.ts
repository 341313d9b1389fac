import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { decodeId, encodeId, objectOfId } from '../../../shared/ids.ts'
import type { App } from '../../ground/http/edge.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { OrgRef, Tx } from '../../platform/tx.ts'
import { flagsOf, type NominationFlag } from '../../processes/nominations/nomination.ts'
import { decideNominations, type Verdict } from '../../processes/nominations/nominations.ts'
import { html, page, type Html } from '../forms/html.ts'
import { sorryPage } from '../forms/pages.ts'
import { orgMeant } from '../forms/visitors.ts'
import { sendPage } from '../forms/visitors.routes.ts'
import { deskBehind, type Desk } from './approvals.ts'

const params = z.object({ token: z.string().max(300) })
const hide = { hide: true } as const
const BODY_MAX_BYTES = 256 * 1024

/** Approving from a mail, without signing in. Opening the link decides nothing: scanners open every link they see. */
export function approvalRoutes(app: App): void {
  app.get('/approve/:token', { schema: { ...hide, params } }, async (request, reply) => {
    const { db } = app.surroundings
    const org = await orgMeant(db, request.params.token.split('.')[0])
    const shown = org === undefined ? undefined : await reading(db, org, (tx) => shownDesk(tx, request.params.token))
    return shown === undefined ? linkIsOver(reply) : sendPage(reply, shown)
  })
  void app.register(async (inside) => {
    inside.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_MAX_BYTES },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    inside.post(
      '/approve/:token',
      { schema: { ...hide, params }, bodyLimit: BODY_MAX_BYTES },
      async (request, reply) => {
        const { token } = params.parse(request.params)
        const org = await orgMeant(app.surroundings.db, token.split('.')[0])
        const done = org === undefined ? undefined : await decide(app, org, token, verdictsIn(request.body))
        return done === undefined ? linkIsOver(reply) : sendPage(reply, done)
      },
    )
  })
}

const decide = (app: App, org: OrgRef, token: string, verdicts: readonly Verdict[]): Promise<string | undefined> =>
  inTransaction(app.surroundings.db, org, async (tx) => {
    const desk = await deskBehind(tx, token)
    if (desk === undefined) return undefined
    const saved = await decideNominations(tx, desk.approver, verdicts, { within: desk.plan.campaignId })
    const refusals = saved.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal.message]))
    const count = saved.length - refusals.length
    const said = [
      count === 0 ? '' : `${count} ${count === 1 ? 'nomination is' : 'nominations are'} decided.`,
      ...refusals,
    ]
    return shownDesk(tx, token, said.filter(Boolean).join(' ') || 'You chose nothing, so nothing was decided.')
  })

async function shownDesk(tx: Tx, token: string, said = ''): Promise<string | undefined> {
  const desk = await deskBehind(tx, token)
  if (desk === undefined) return undefined
  const names = await namesOf(tx, new Set(desk.waiting.map(({ proposedById }) => proposedById)))
  return deskPage(desk, token, { said, names })
}

const deskPage = (
  { plan, waiting, more, approver }: Desk,
  token: string,
  { said, names }: { readonly said: string; readonly names: ReadonlyMap<number, string> },
): string =>
  page(
    `For your approval: ${plan.campaignName}`,
    html`${said === '' ? undefined : html`<p class="state" role="status">${said}</p>`}
<h1>For your approval</h1>
<p>${plan.campaignName}. You decide as ${approver.name}.</p>
${
  waiting.length === 0
    ? html`<p>Nobody waits for you at the moment.</p>`
    : html`<form method="post" action="/approve/${token}">
${waiting.map((one) => {
  const id = encodeId(one.id)
  const flags = flagsOf(plan.needs, one)
  return html`<fieldset><legend>${one.name}${one.company === null ? '' : `, ${one.company}`}</legend>
<p class="quiet">Proposed by ${names.get(one.proposedById) ?? 'a colleague'}${one.reason === null ? '' : `: ${one.reason}`}</p>
${flags.map((flag): Html => html`<p class="state waits">${flagWords[flag]}</p>`)}
<label class="choice"><input type="radio" name="${id}" value="approve"><span>Approve</span></label>
<label class="choice"><input type="radio" name="${id}" value="reject"><span>Reject</span></label>
<label class="choice"><input type="radio" name="${id}" value="" checked><span>Decide later</span></label>
<label for="why-${id}">Why not? (needed to reject)</label><input type="text" id="why-${id}" name="why-${id}" maxlength="1000"></fieldset>`
})}
<button type="submit">Confirm decisions</button></form>`
}
${more ? html`<p class="quiet">More wait behind these: they are shown once these are decided.</p>` : undefined}`,
  )

const flagWords: Record<NominationFlag, string> = {
  already_member: 'Is a member of this campaign already',
  opted_out: 'Has opted out of e-mail',
  no_email: 'Has no e-mail address',
  no_postal_address: 'Has no complete postal address',
  not_reachable: 'Was deleted since',
}

/** What was chosen: `0NM…=approve`, and the reason beside it. */
function verdictsIn(body: unknown): Verdict[] {
  const fields = new Map(Object.entries(typeof body === 'object' && body !== null ? body : {}))
  return [...fields].slice(0, 400).flatMap(([name, value]): Verdict[] => {
    const id = decodeId(name)
    if (id === undefined || objectOfId(id) !== 'Nomination' || (value !== 'approve' && value !== 'reject')) return []
    const why = String(fields.get(`why-${name}`) ?? '')
      .replaceAll('\u0000', '')
      .trim()
      .slice(0, 1000)
    return [{ id, approve: value === 'approve', reason: why === '' ? null : why }]
  })
}

const linkIsOver = (reply: FastifyReply): FastifyReply =>
  sendPage(
    reply,
    sorryPage(
      'This link is over',
      'Links to approve are good for two weeks, for who decides on the campaign. Sign in and open the campaign instead.',
    ),
    { status: 404 },
  )
