import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aServer } from '../../../test/support/server.ts'
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
