import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aServer } from '../../../test/support/server.ts'
import { until } from '../../../test/support/until.ts'

type SignIn = {
  readonly Id: string
  readonly user: { readonly Id: string; readonly Name: string }
  readonly way: string
  readonly refusedBecause: string | null
}

test('who keeps users sees who came in and who failed to, page by page; nobody else does', async () => {
  const server = await aServer()
  try {
    const admin = await server.as('administrator')
    const body = { FirstName: 'Mira', LastName: 'Berg', Email: 'berg@nordwind.example', Role: 'sales' }
    const { Id } = (await server.call('POST', '/api/users', { headers: admin, body })).json<{ Id: string }>()
    const { url } = (await server.call('POST', `/api/users/${Id}/invitation`, { headers: admin, body: {} })).json<{
      url: string
    }>()
    const token = new URL(url).searchParams.get('token')
    const password = 'nine grey whales'
    await server.call('POST', '/api/invitations/accept', { body: { token, password } })
    const signIn = (given: string) =>
      server.call('POST', '/api/session', { body: { email: 'berg@nordwind.example', password: given } })
    assert.equal((await signIn('nine grey sails')).statusCode, 401)
    assert.equal((await signIn(password)).statusCode, 200)
    const read = async (query: string) =>
      (await server.call('GET', `/api/sign-ins?user=${Id}&${query}`, { headers: admin })).json<{
        signIns: readonly SignIn[]
        next: string | null
      }>()
    const failed = await until(
      () => read('refused=true'),
      ({ signIns }) => signIns.length > 0,
    )
    assert.deepEqual(
      failed.signIns.map(({ user, way, refusedBecause }) => [user.Name, way, refusedBecause]),
      [['Mira Berg', 'browser', 'wrong_password']],
    )
    const seen: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: { signIns: readonly SignIn[]; next: string | null } = await read(
        `limit=1${next === '' ? '' : `&after=${next}`}`,
      )
      seen.push(...page.signIns.map((one) => String(one.refusedBecause)))
      next = page.next
    }
    assert.deepEqual(seen.toSorted(), ['null', 'null', 'wrong_password'])
    const refused = await server.call('GET', '/api/sign-ins', { headers: await server.as('manager') })
    assert.equal(refused.statusCode, 403)
  } finally {
    await server.close()
  }
})
