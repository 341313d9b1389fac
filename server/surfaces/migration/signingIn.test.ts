import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import { after, before, test } from 'node:test'
import { aProgramServer, type ProgramServer } from '../../../test/support/programs.ts'
import { ADMINISTRATOR } from '../../../test/support/server.ts'
import { signIn } from './signingIn.ts'

let there: ProgramServer

before(async () => {
  there = await aProgramServer()
})
after(() => there.close())

test('a user name and password open the org, wherever in it the address was copied', async () => {
  const { email: username, password } = ADMINISTRATOR
  const source = await signIn(`${there.url}/lightning/page/home`, { username, password })
  const { sobjects } = await source.json('/sobjects')
  assert.ok(Array.isArray(sobjects) && sobjects.length > 10)
})

test('a connected app opens the org as the user it runs as', async () => {
  const { ask } = await there.browser()
  const { user } = await ask('GET', '/api/session')
  assert.ok(typeof user === 'object' && user !== null && 'Id' in user)
  const { clientId, clientSecret } = await there.connect({ flows: ['client_credentials'], runAsId: user.Id })
  const source = await signIn(there.url, { clientId, clientSecret })
  assert.equal((await source.json('/query?q=SELECT+Id+FROM+Organization')).totalSize, 1)
})

test('what is refused there is said in its words, and nothing travels unencrypted', async () => {
  await assert.rejects(
    signIn(there.url, { username: 'ada@nordwind.example', password: 'wrong' }),
    /was refused: [^.]*[^.]\. Where .*security token/s,
  )
  await assert.rejects(
    signIn('http://127.0.0.1:1', { username: 'ada', password: 'x' }),
    /Nobody answers at http:.*again/,
  )
  await assert.rejects(signIn(there.url, { clientId: 'nobody', clientSecret: 'none' }), /was refused/)
  await assert.rejects(signIn('http://company.my.salesforce.com', { token: 'x' }), /do not travel unencrypted/)
  await assert.rejects(signIn('https://', { token: 'x' }), /is no address/)
  const source = await signIn(there.url, { token: '00D000000000001!expired' })
  await assert.rejects(source.json('/sobjects'), /answered 401: .*goes on where it was/s)
})

test('an org that sends us elsewhere gets nothing sent after it, and where it points is said', async () => {
  const heard: string[] = []
  const elsewhere = await listening((request, answer) => {
    heard.push(`${request.method} ${request.url}`)
    answer.end('{}')
  })
  const pointing = await listening((_request, answer) => answer.writeHead(307, { location: elsewhere.url }).end())
  const unsafe = await listening((_request, answer) =>
    answer.end('<sessionId>x</sessionId><serverUrl>http://company.my.salesforce.com/services</serverUrl>'),
  )
  try {
    const told = new RegExp(`sends us on to ${elsewhere.url}\\. .*--instance ${elsewhere.url}`)
    await assert.rejects(signIn(pointing.url, { username: 'ada', password: 'secret' }), told)
    await assert.rejects(signIn(pointing.url, { clientId: 'app', clientSecret: 'secret' }), told)
    await assert.rejects((await signIn(pointing.url, { token: 'secret' })).json('/sobjects'), told)
    assert.deepEqual(heard, [])
    await assert.rejects(signIn(unsafe.url, { username: 'ada', password: 'x' }), /do not travel unencrypted/)
  } finally {
    for (const { server } of [elsewhere, pointing, unsafe]) server.close()
  }
})

async function listening(answer: http.RequestListener) {
  const server = http.createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { server, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` }
}
