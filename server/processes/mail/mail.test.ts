import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import fc from 'fast-check'
import { aLead, anOrg } from '../../../test/support/builders.ts'
import { freshDatabase } from '../../../test/support/database.ts'
import { theProgram } from '../../ground/users/actor.ts'
import { now, stopClockAt } from '../../platform/clock.ts'
import { readConfig } from '../../platform/config.ts'
import { many, sql } from '../../platform/sql.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { Database, OrgRef } from '../../platform/tx.ts'
import { htmlOf, merged } from './letter.ts'
import { queueMail } from './mail.ts'
import type { NewMail } from './message.ts'
import type { Delivery, Outgoing, PostOffice } from './sending.ts'
import { openPostOffice, sendDueMail } from './sending.jobs.ts'
import { anyText } from '../../../test/support/texts.ts'

type Stage = { readonly db: Database; readonly org: OrgRef }

async function onAStage(story: (stage: Stage) => Promise<void>): Promise<void> {
  const { db, org, drop } = await freshDatabase()
  try {
    await story({ db, org })
  } finally {
    stopClockAt(undefined)
    await drop()
  }
}

const aLetter = (more: Partial<NewMail> = {}): NewMail => ({
  kind: 'transactional',
  purpose: 'notification',
  to: 'ada@nordwind.example',
  subject: 'Hello',
  text: 'Hello Ada',
  ...more,
})

const queue = ({ db, org }: Stage, ...letters: readonly NewMail[]) =>
  inTransaction(db, org, (tx) => queueMail(tx, theProgram, letters))

/** A mail server that says what it is told to. */
function office(says: (message: Outgoing) => Delivery): PostOffice & { readonly got: Outgoing[] } {
  const got: Outgoing[] = []
  return {
    got,
    close: () => undefined,
    send: async (message) => {
      got.push(message)
      return says(message)
    },
  }
}

const taken: Delivery = { taken: true, answer: '250 ok' }

const outbox = ({ db, org }: Stage) =>
  reading(db, org, (tx) =>
    many<{ state: string; reason: string | null; attempts: number; text: string | null; outcomes: string[] }>(
      tx,
      sql`
  select state, reason, attempts, text_body as text, (select array_agg(outcome order by number) from mail_attempt a where a.message_id = m.id) as outcomes
  from mail_message m
  order by created_at, id`,
    ),
  )

const send = ({ db, org }: Stage, to: PostOffice) => sendDueMail(db, org, to, 'http://assay.test')

const minutesLater = (minutes: number): void => stopClockAt(new Date(now().getTime() + minutes * 60_000))

test('a letter goes once, however many workers look', () =>
  onAStage(async (stage) => {
    await queue(stage, ...Array.from({ length: 120 }, (_, at) => aLetter({ to: `reader${at}@nordwind.example` })))
    const server = office(() => taken)
    await Promise.all([send(stage, server), send(stage, server), send(stage, server)])
    assert.equal(server.got.length, 120)
    assert.equal(new Set(server.got.map(({ messageId }) => messageId)).size, 120)
    assert.ok(
      (await outbox(stage)).every(
        ({ state, attempts, outcomes }) => state === 'sent' && attempts === 1 && outcomes.join() === 'sent',
      ),
    )
  }))

test('a mail server that is away is tried again, later each time; one that says never is believed', () =>
  onAStage(async (stage) => {
    await queue(stage, aLetter())
    const away = office(() => ({ taken: false, answer: 'ECONNREFUSED', isPermanent: false }))
    await send(stage, away)
    await send(stage, away)
    assert.equal(away.got.length, 1)
    minutesLater(2)
    await send(stage, away)
    minutesLater(2)
    await send(stage, away)
    assert.equal(away.got.length, 2)
    assert.partialDeepStrictEqual(await outbox(stage), [
      { state: 'queued', reason: 'ECONNREFUSED', attempts: 2, outcomes: ['failed', 'failed'] },
    ])
    minutesLater(60)
    await send(
      stage,
      office(() => ({ taken: false, answer: '550 no such mailbox', isPermanent: true })),
    )
    assert.partialDeepStrictEqual(await outbox(stage), [
      { state: 'failed', reason: '550 no such mailbox', attempts: 3 },
    ])
  }))

test('who opted out gets neither campaign mail nor thank-you letters, even after they were queued, but what is needed', () =>
  onAStage(async (stage) => {
    await queue(
      stage,
      aLetter({ kind: 'campaign', purpose: 'campaign', to: 'Nora+x@fjord.example' }),
      aLetter({ to: 'nora@fjord.example' }),
      aLetter({ purpose: 'auto_response', to: 'nora@fjord.example' }),
      aLetter({ purpose: 'auto_response', to: 'other@fjord.example' }),
      aLetter({ kind: 'campaign', purpose: 'campaign', to: 'other@fjord.example' }),
    )
    await inTransaction(stage.db, stage.org, async (tx) => {
      const { admin } = await anOrg(tx)
      await aLead(tx, admin, { Email: 'nora@fjord.example', HasOptedOutOfEmail: true })
    })
    const server = office(() => taken)
    await send(stage, server)
    assert.deepEqual(server.got.map(({ to }) => to.address).sort(), [
      'nora@fjord.example',
      'other@fjord.example',
      'other@fjord.example',
    ])
    assert.deepEqual((await outbox(stage)).map(({ state }) => state).sort(), [
      'sent',
      'sent',
      'sent',
      'suppressed',
      'suppressed',
    ])
  }))

test('a sender that died while sending leaves an attempt of unknown outcome; a secret is gone once it is delivered', () =>
  onAStage(async (stage) => {
    await queue(
      stage,
      aLetter({ purpose: 'invitation', carriesSecret: true, text: 'http://assay.test/link?token=secret' }),
    )
    const dying = office(() => {
      throw new Error('killed')
    })
    await assert.rejects(send(stage, dying), /killed/)
    const server = office(() => taken)
    await send(stage, server)
    assert.equal(server.got.length, 0)
    minutesLater(20)
    await send(stage, server)
    assert.equal(server.got[0]?.messageId, dying.got[0]?.messageId)
    assert.partialDeepStrictEqual(await outbox(stage), [
      { state: 'sent', attempts: 2, outcomes: ['unknown', 'sent'], text: null },
    ])
  }))

test('no text becomes a header, a tag or an advertisement', () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const tags = htmlOf(text).replace(/<\/?(html|body|p|br|a)\b[^<>]*>|<!doctype html>/g, '')
      assert.doesNotMatch(tags, /[<>]/)
      assert.doesNotMatch(merged('{{x}}', { x: text }), /[\r\n<>/:@]|www\./i)
    }),
  )
  assert.equal(
    merged('Hello {{ first_name }}, {{unknown}}!', { first_name: "Zoë O'Neil-Smith" }),
    "Hello Zoë O'Neil-Smith, !",
  )
})

test('a header injected into name, subject or address reaches no wire', () =>
  onAStage(async (stage) => {
    const server = await aMailServer()
    try {
      await queue(
        stage,
        aLetter({ toName: 'Ada\r\nBcc: victim@evil.example', subject: 'Hello\r\nBcc: victim@evil.example\n\nbody' }),
      )
      await assert.rejects(queue(stage, aLetter({ to: 'a@b.example\r\nBcc: victim@evil.example' })), {
        code: 'invalid_email_address',
      })
      await assert.rejects(queue(stage, aLetter({ to: 'a@b.example, victim@evil.example' })), {
        code: 'invalid_email_address',
      })
      const real = openPostOffice(readConfig({ SMTP_URL: `smtp://127.0.0.1:${server.port}` }))
      assert.ok(real)
      await send(stage, real)
      real.close()
      assert.deepEqual(server.recipients, ['<ada@nordwind.example>'])
      const [head = ''] = server.wire().split('\r\n\r\n')
      assert.doesNotMatch(head, /^bcc:/im)
      assert.match(head, /^Auto-Submitted: auto-generated$/m)
      assert.match(server.wire(), /text\/plain/)
      assert.match(server.wire(), /text\/html/)
      assert.partialDeepStrictEqual(await outbox(stage), [{ state: 'sent' }])
    } finally {
      await server.close()
    }
  }))

/** As much of an SMTP server as one message needs. */
async function aMailServer() {
  const recipients: string[] = []
  let received = ''
  const server = createServer((socket) => {
    let inMessage = false
    let held = ''
    socket.write('220 test ESMTP\r\n')
    socket.on('data', (bytes) => {
      held += bytes.toString('utf8')
      for (let end = held.indexOf('\r\n'); end >= 0; end = held.indexOf('\r\n')) {
        const line = held.slice(0, end)
        held = held.slice(end + 2)
        if (inMessage && line !== '.') received += `${line}\r\n`
        else if (inMessage) {
          inMessage = false
          socket.write('250 taken\r\n')
        } else if (line === 'DATA') {
          inMessage = true
          socket.write('354 go on\r\n')
        } else {
          if (/^RCPT TO:/i.test(line)) recipients.push(line.slice(8).trim().split(' ')[0] ?? '')
          socket.write(line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n')
        }
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    recipients,
    wire: () => received,
    close: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}
