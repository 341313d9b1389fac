import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asking } from '../../../test/support/asking.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { theProgram } from '../../ground/users/actor.ts'
import { changeSettings } from '../../ground/orgs/settings.ts'
import { inTransaction } from '../../platform/transactions.ts'

type Json = Record<string, unknown>

let server: TestServer

before(async () => {
  server = await aServer()
})
after(() => server.close())

test('whoever is lead and contact at once is in a segment once, as the contact where the reader sees it and it fits', async () => {
  const administrator = await server.as('administrator')
  const ask = asking(server, administrator)
  const { lead, contact } = await aPersonTwice()
  const inLund = { field: 'City', op: 'eq', value: 'Lund' }
  const asContact = { field: 'Contact.Department', op: 'eq', value: 'Labs' }
  const marketing = await server.as('marketing')

  await ask.sent('PATCH', `/api/contacts/${contact}`, { MailingCity: 'Lund' })
  assert.deepEqual(await whoFit(inLund), { leads: 0, contacts: 1, people: [contact] })
  assert.deepEqual(await whoFit({ and: [inLund, { not: asContact }] }), { leads: 0, contacts: 1, people: [contact] })
  assert.deepEqual(
    await whoFit({ field: 'Lead.City', op: 'eq', value: 'Lund' }),
    { leads: 1, contacts: 0, people: [lead] },
    'the contact does not fit, so the lead stands for the person',
  )
  await setPrivate(['Contact'])
  try {
    assert.deepEqual(
      await whoFit(inLund, marketing),
      { leads: 1, contacts: 0, people: [lead] },
      'the contact is out of sight',
    )
  } finally {
    await setPrivate([])
  }

  /** A lead whose conversion was undone, and whose contact somebody took out of the recycle bin again. */
  async function aPersonTwice(): Promise<{ lead: string; contact: string }> {
    const made = await ask.sent('POST', '/api/leads', { LastName: 'Malm', Company: 'Fjord AB', City: 'Lund' })
    const url = `/api/leads/${String(made.Id)}/conversion`
    const order = { doNotCreateOpportunity: true, overrideReason: 'They ask for the contract.' }
    const { contactId, accountId } = await ask.sent('POST', url, order)
    await ask.answer('DELETE', url)
    await ask.sent('POST', `/api/accounts/${String(accountId)}/restoration`)
    await ask.sent('POST', `/api/contacts/${String(contactId)}/restoration`)
    return { lead: String(made.Id), contact: String(contactId) }
  }

  async function whoFit(Condition: Json, headers = administrator) {
    const { leads, contacts, people } = await ask.sent('POST', '/api/segments/preview', { Condition }, headers)
    return { leads, contacts, people: (people as Json[]).map(({ Id }) => Id) }
  }
})

const setPrivate = (privateObjects: readonly string[]) =>
  inTransaction(server.db, server.org, (tx) => changeSettings(tx, theProgram, { privateObjects }))
