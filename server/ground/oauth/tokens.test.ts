import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import jsforce from 'jsforce'
import { ADMINISTRATOR } from '../../../test/support/server.ts'
import { aProgramServer, type ProgramServer } from '../../../test/support/programs.ts'

let server: ProgramServer

before(async () => {
  server = await aProgramServer()
})
after(() => server.close())

test('jsforce signs in by user name and password of a connected app', async () => {
  const app = await server.connect({ flows: ['password'] })
  const oauth2 = new jsforce.OAuth2({ loginUrl: server.url, ...app })
  const answer = await oauth2.authenticate(ADMINISTRATOR.email, ADMINISTRATOR.password)
  console.log(answer)
  assert.ok(answer.access_token)
})
