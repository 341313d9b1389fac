import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aServer } from '../../../test/support/server.ts'
import { until } from '../../../test/support/until.ts'
import { many, sql } from '../../platform/sql.ts'
import { reading } from '../../platform/transactions.ts'

test('an invitation goes by mail, its link stands in no answer, and the list says why it waits', async () => {
  const server = await aServer()
  try {
    const admin = await server.as('administrator')
    const { Id } = (
      await server.call('POST', '/api/users', {
        headers: admin,
        body: { LastName: 'Berg', Email: 'berg@nordwind.example', Role: 'sales' },
      })
    ).json()
    const invited = await server.call('POST', `/api/users/${Id}/invitation/mail`, { headers: admin, body: {} })
    assert.equal(invited.statusCode, 202, invited.body)
    const { messages, mailServer } = (await server.call('GET', '/api/mail', { headers: admin })).json()
    assert.equal(mailServer, false)
    assert.partialDeepStrictEqual(messages, [
      { To: 'berg@nordwind.example', Purpose: 'invitation', State: 'queued', Attempts: 0 },
    ])
    assert.match(messages[0].Reason, /SMTP_URL/)
    const [letter] = await reading(server.db, server.org, (tx) =>
      many<{ text: string }>(tx, sql`select text_body as text from mail_message`),
    )
    const token = /token=(\S+)/.exec(letter?.text ?? '')?.[1] ?? ''
    assert.ok(token.length > 20)
    assert.doesNotMatch(invited.body + JSON.stringify(messages), new RegExp(token.slice(-20)))
    const sales = await server.as('sales')
    assert.equal(
      (await server.call('POST', `/api/users/${Id}/invitation/mail`, { headers: sales, body: {} })).statusCode,
      403,
    )
    assert.equal((await server.call('POST', `/api/mail/${messages[0].Id}/resend`, { headers: admin })).statusCode, 404)
  } finally {
    await server.close()
  }
})

test('whoever forgot their password is mailed one link, and whoever asks for somebody unknown is told the same', async () => {
  const server = await aServer({ SMTP_URL: 'smtp://127.0.0.1:9' })
  try {
    const admin = await server.as('administrator')
    const body = { LastName: 'Berg', Email: 'berg@nordwind.example', Role: 'sales' }
    assert.equal((await server.call('POST', '/api/users', { headers: admin, body })).statusCode, 201)
    const ask = (email: string) => server.call('POST', '/api/session/forgotten', { body: { email } })
    const letters = () =>
      reading(server.db, server.org, (tx) =>
        many<{ to: string; text: string }>(
          tx,
          sql`select to_address as to, text_body as text from mail_message where purpose = 'password' order by id`,
        ),
      )
    const known = await ask(' Berg@Nordwind.example ')
    const unknown = await ask('nobody@nordwind.example')
    assert.deepEqual([known.statusCode, known.body], [unknown.statusCode, unknown.body])
    assert.deepEqual(known.json(), { mailServer: true })
    const [letter] = await until(letters, (seen) => seen.length > 0)
    assert.match(letter?.text ?? '', /says that they forgot/)
    // Asked in a row: what the second one would write stands there once it was answered and the third has its letter.
    await ask('berg@nordwind.example')
    const other = { LastName: 'Aas', Email: 'aas@nordwind.example', Role: 'sales' }
    assert.equal((await server.call('POST', '/api/users', { headers: admin, body: other })).statusCode, 201)
    await ask('aas@nordwind.example')
    await until(letters, (seen) => seen.some(({ to }) => to === 'aas@nordwind.example'))
    assert.deepEqual(
      (await letters()).map(({ to }) => to),
      ['berg@nordwind.example', 'aas@nordwind.example'],
    )
    const link = /(\S+\/new-password)\?token=(\S+)/.exec(letter?.text ?? '')
    const token = decodeURIComponent(link?.[2] ?? '')
    const choose = () =>
      server.call('POST', '/api/invitations/accept', { body: { token, password: 'nine grey whales' } })
    assert.equal((await choose()).statusCode, 200)
    const signedIn = await server.call('POST', '/api/session', {
      body: { email: 'berg@nordwind.example', password: 'nine grey whales' },
    })
    assert.equal(signedIn.statusCode, 200)
    assert.equal((await choose()).statusCode, 404)
  } finally {
    await server.close()
  }
})

test('who has left is mailed no link, whoever asks again and again is asked to wait, and without a mail server it says so', async () => {
  const server = await aServer({ SMTP_URL: 'smtp://127.0.0.1:9' })
  const mute = await aServer()
  try {
    const admin = await server.as('administrator')
    const body = { LastName: 'Gone', Email: 'gone@nordwind.example', Role: 'sales' }
    const { Id } = (await server.call('POST', '/api/users', { headers: admin, body })).json()
    await server.call('POST', `/api/users/${Id}/deactivation`, { headers: admin })
    const ask = () => server.call('POST', '/api/session/forgotten', { body: { email: 'gone@nordwind.example' } })
    const answers: number[] = []
    for (let at = 0; at < 9; at++) answers.push((await ask()).statusCode)
    assert.deepEqual(answers, [...Array.from({ length: 8 }, () => 202), 429])
    const { messages } = (await server.call('GET', '/api/mail', { headers: admin })).json()
    assert.deepEqual(messages, [])
    const told = await mute.call('POST', '/api/session/forgotten', { body: { email: 'x@nordwind.example' } })
    assert.deepEqual(told.json(), { mailServer: false })
  } finally {
    await server.close()
    await mute.close()
  }
})
