import assert from 'node:assert/strict'
import type { LightMyRequestResponse } from 'fastify'
import { many, sql } from '../../server/platform/sql.ts'
import { inTransaction, reading } from '../../server/platform/transactions.ts'
import { answerPlans } from '../../server/processes/registrations/registrations.jobs.ts'
import { takeFromInbox } from '../../server/platform/events.sql.ts'
import { aServer, type TestServer } from './server.ts'

export type Json = Record<string, unknown>
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** A server with an event on it, and strangers who register from addresses of their own. */
export type EventStage = {
  readonly server: TestServer
  readonly admin: { readonly authorization: string }
  readonly call: (method: Method, url: string, body?: unknown, status?: number) => Promise<Json>
  /** A campaign set up as an event, its registration page open. */
  readonly event: (plan?: Json, campaign?: Json) => Promise<string>
  readonly session: (campaignId: string, fields?: Json) => Promise<string>
  /** Sends the registration page as a browser does; answers where it leads. */
  readonly register: (
    campaignId: string,
    fields: Readonly<Record<string, string>>,
    sessions?: readonly string[],
  ) => Promise<string>
  readonly letters: (to: string) => Promise<readonly Letter[]>
  readonly page: (address: string) => Promise<LightMyRequestResponse>
  readonly send: (address: string, body?: string) => Promise<LightMyRequestResponse>
}

export type Letter = {
  readonly subject: string
  readonly text: string
  readonly calendars: readonly { readonly method: string; readonly text: string }[] | null
}

let visitor = 0
const anAddress = (): string => `10.9.${(++visitor >> 8) & 255}.${visitor & 255}`

export const HOUR_MS = 3_600_000
const soon = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString()

export async function anEventStage(environment: Readonly<Record<string, string>> = {}): Promise<EventStage> {
  const server = await aServer(environment)
  const admin = await server.as('administrator')
  const call: EventStage['call'] = async (method, url, body, status = method === 'POST' ? 201 : 200) => {
    const answer = await server.call(method, url, { headers: admin, body })
    assert.equal(answer.statusCode, status, `${method} ${url}: ${answer.body}`)
    return answer.body === '' ? {} : answer.json()
  }
  const page = (address: string) => server.app.inject({ method: 'GET', url: pathOf(address) })
  return {
    server,
    admin,
    call,
    page,
    send: (address, body = '') =>
      server.app.inject({
        method: 'POST',
        url: pathOf(address),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: body,
      }),
    event: async (plan = {}, campaign = {}) => {
      const made = await call('POST', '/api/campaigns', {
        Name: 'Pump day',
        Type: 'Event',
        IsActive: true,
        ...campaign,
      })
      const id = String(made.Id)
      await call('PATCH', `/api/campaigns/${id}/event`, { TimeZone: 'Europe/Berlin', ...plan })
      const opened = await call('POST', `/api/campaigns/${id}/event/registration-page`, { open: true }, 200)
      // The trap for programs would hold a test up for seconds.
      await call('PATCH', `/api/web-forms/${String(opened.WebFormId)}`, { TimeTrap: false })
      return id
    },
    session: async (campaignId, fields = {}) =>
      String(
        (
          await call('POST', `/api/campaigns/${campaignId}/sessions`, {
            Name: 'Maintenance',
            StartsAt: soon(24),
            EndsAt: soon(26),
            ...fields,
          })
        ).Id,
      ),
    register: (campaignId, fields, sessions = []) => registerAt({ server, page }, campaignId, fields, sessions),
    letters: (to) => lettersTo(server, to),
  }
}

type Door = { readonly server: TestServer; readonly page: EventStage['page'] }

async function registerAt(
  { server, page }: Door,
  campaignId: string,
  fields: Readonly<Record<string, string>>,
  sessions: readonly string[],
): Promise<string> {
  const shown = await page(`/e/${campaignId}`)
  assert.equal(shown.statusCode, 200, shown.body)
  const hidden = [...shown.body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value],
  )
  const form = new URLSearchParams([
    ...hidden,
    ...Object.entries(fields),
    ...sessions.map((one) => ['assay_session', one]),
  ])
  const answer = await server.app.inject({
    method: 'POST',
    url: '/servlet/servlet.WebToLead',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: form.toString(),
    remoteAddress: anAddress(),
  })
  assert.equal(answer.statusCode, 303, answer.body)
  return String(answer.headers.location)
}

const lettersTo = (server: TestServer, to: string): Promise<Letter[]> =>
  reading(server.db, server.org, (tx) =>
    many<Letter>(
      tx,
      sql`
    select subject, text_body as text, calendars
    from mail_message
    where lower(to_address) = ${to.toLowerCase()}
    order by id`,
    ),
  )

const pathOf = (address: string): string => address.replace(/^https?:\/\/[^/]+/, '')

/** Answers what was planned since, as the worker does. */
export const answerNews = (server: TestServer): Promise<void> =>
  inTransaction(server.db, server.org, async (tx) => {
    const events = await takeFromInbox(tx, 'event places', 100)
    await answerPlans(tx, { publicUrl: 'http://assay.test', mailFrom: 'Assay <assay@assay.test>' }, events)
  })
