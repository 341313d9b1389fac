import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { Role } from '../../../shared/roles.ts'
import { encodeId } from '../../../shared/ids.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { until } from '../../../test/support/until.ts'
import { now, stopClockAt } from '../../platform/clock.ts'
import { many, sql } from '../../platform/sql.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import { theProgram } from '../users/actor.ts'
import { forgetAllAttempts } from '../users/attempts.ts'
import { inviteUsers } from '../users/links.ts'
import { hashPassword } from '../users/passwords.ts'
import { createUsers, setPassword } from '../users/users.ts'

const PASSWORD = 'seven grey herons'

let server: TestServer
let passwordHash: string
let people = 0

before(async () => {
  server = await aServer()
  passwordHash = await hashPassword(PASSWORD)
})
after(() => server.close())
beforeEach(() => forgetAllAttempts())
afterEach(() => stopClockAt(undefined))

type Somebody = { readonly id: number; readonly email: string; readonly cookies: Cookies }
type Cookies = { readonly assay_session: string }

async function somebody(role: Role = 'vetter'): Promise<Somebody> {
  const email = `somebody-${++people}@nordwind.example`
  const id = await inTransaction(server.db, server.org, async (tx) => {
    const [saved] = await createUsers(tx, theProgram, [{ Email: email, LastName: 'Lind', Role: role }])
    assert.ok(saved?.id)
    await setPassword(tx, theProgram, saved.id, passwordHash)
    return saved.id
  })
  return { id, email, cookies: cookieOf(await signIn(email)) }
}

const signIn = (email: string, code?: string) =>
  server.call('POST', '/api/session', { body: { email, password: PASSWORD, code } })

function cookieOf(answer: Awaited<ReturnType<typeof signIn>>): Cookies {
  const cookie = answer.cookies.find(({ name }) => name === 'assay_session')
  assert.ok(cookie, `no cookie came with ${answer.statusCode} ${answer.body}`)
  return { assay_session: cookie.value }
}

const codeOf = (answer: { json: () => { errors: readonly [{ code: string }] } }): string => answer.json().errors[0].code

/** What an authenticator app shows now. */
const shownBy = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now().getTime() })

/** Half a minute later, when the app shows another code. */
const later = (periods = 1): void => stopClockAt(new Date(now().getTime() + periods * 30_000))

async function setUp({ cookies }: Somebody): Promise<{ readonly secret: string; readonly recoveryCodes: string[] }> {
  const begun = await server.call('POST', '/api/session/second-step', { cookies, body: { currentPassword: PASSWORD } })
  assert.equal(begun.statusCode, 201, begun.body)
  const { secret } = begun.json()
  const confirmed = await server.call('POST', '/api/session/second-step/confirmation', {
    cookies,
    body: { code: shownBy(secret) },
  })
  assert.equal(confirmed.statusCode, 200, confirmed.body)
  later()
  return { secret, recoveryCodes: confirmed.json().recoveryCodes }
}

/** As the field's tools sign in. */
const bySoap = (username: string, password: string) =>
  server.call('POST', '/services/Soap/u/64.0', {
    headers: { 'content-type': 'text/xml', soapaction: '""' },
    body: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><login xmlns="urn:partner.soap.sforce.com"><username>${username}</username><password>${password}</password></login></e:Body></e:Envelope>`,
  })

/** Why somebody was refused, as it is kept among the sign-ins: nobody waits for that. */
async function refusedTries(userId: number): Promise<readonly string[]> {
  const ask = () =>
    reading(server.db, server.org, (tx) =>
      many<{ why: string }>(
        tx,
        sql`
        select refused_because as why
        from sign_in
        where user_id = ${userId} and refused_because is not null`,
      ),
    )
  return (await until(ask, (tries) => tries.length > 0)).map(({ why }) => why)
}

const wantedOf = (who: 'nobody' | 'administrators' | 'everybody', { cookies }: Somebody) =>
  server.call('PATCH', '/api/settings', { cookies, body: { SecondStepFor: who } })

test('once an app is set up, the password alone opens nothing, and its code opens once', async () => {
  const vera = await somebody()
  const { secret } = await setUp(vera)
  const alone = await signIn(vera.email)
  assert.deepEqual([alone.statusCode, codeOf(alone), alone.cookies], [401, 'code_needed', []])
  assert.equal(codeOf(await signIn(vera.email, '000000')), 'wrong_code')
  const code = shownBy(secret)
  assert.equal((await signIn(vera.email, `${code.slice(0, 3)} ${code.slice(3)}`)).statusCode, 200)
  assert.equal(codeOf(await signIn(vera.email, code)), 'wrong_code')
  later()
  assert.equal((await signIn(vera.email, shownBy(secret))).statusCode, 200)
})

test('of many who show one code at once, one comes in', async () => {
  const vera = await somebody()
  const { secret } = await setUp(vera)
  const code = shownBy(secret)
  const answers = await Promise.all(Array.from({ length: 5 }, () => signIn(vera.email, code)))
  assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
})

test('a clock half a minute off does no harm, a minute does', async () => {
  const vera = await somebody()
  const { secret } = await setUp(vera)
  later(4)
  const early = shownBy(secret)
  later(1)
  assert.equal((await signIn(vera.email, early)).statusCode, 200)
  later(2)
  const old = shownBy(secret)
  later(2)
  assert.equal(codeOf(await signIn(vera.email, old)), 'wrong_code')
})

test('a wrong password is told before any code is asked for', async () => {
  const vera = await somebody()
  await setUp(vera)
  const answer = await server.call('POST', '/api/session', { body: { email: vera.email, password: 'not hers at all' } })
  assert.equal(codeOf(answer), 'wrong_password')
})

test('after eight wrong codes nobody tries more, from any address, not even with a right one', async () => {
  const vera = await somebody()
  const { secret } = await setUp(vera)
  for (let tried = 0; tried < 8; tried += 1) assert.equal(codeOf(await signIn(vera.email, '000000')), 'wrong_code')
  const answer = await signIn(vera.email, shownBy(secret))
  assert.deepEqual([answer.statusCode, codeOf(answer)], [429, 'too_many_attempts'])
  assert.deepEqual(new Set(await refusedTries(vera.id)), new Set(['wrong_code']))
})

test('a recovery code opens once, however it is typed; new ones take the place of all', async () => {
  const vera = await somebody()
  const { secret, recoveryCodes } = await setUp(vera)
  const [first = '', second = ''] = recoveryCodes
  assert.equal(new Set(recoveryCodes).size, 10)
  assert.equal((await signIn(vera.email, first.toLowerCase().replaceAll('-', ' '))).statusCode, 200)
  assert.equal(codeOf(await signIn(vera.email, first)), 'wrong_code')
  const { cookies } = vera
  const state = await server.call('GET', '/api/session/second-step', { cookies })
  assert.equal(state.json().recoveryCodesLeft, 9)
  const renewed = await server.call('POST', '/api/session/second-step/recovery-codes', {
    cookies,
    body: { code: shownBy(secret) },
  })
  assert.equal(renewed.json().recoveryCodes.length, 10)
  assert.equal(codeOf(await signIn(vera.email, second)), 'wrong_code')
  assert.equal((await signIn(vera.email, renewed.json().recoveryCodes[9])).statusCode, 200)
})

test('what was begun and never confirmed asks for nothing', async () => {
  const vera = await somebody()
  const body = { currentPassword: PASSWORD }
  const { cookies } = vera
  const first = await server.call('POST', '/api/session/second-step', { cookies, body })
  const second = await server.call('POST', '/api/session/second-step', { cookies, body })
  assert.notEqual(first.json().secret, second.json().secret)
  assert.match(second.json().address, /^otpauth:\/\/totp\/Assay%20Nordwind:somebody/)
  assert.equal((await signIn(vera.email)).statusCode, 200)
  const confirmation = (code: string) =>
    server.call('POST', '/api/session/second-step/confirmation', { cookies, body: { code } })
  assert.equal(codeOf(await confirmation(shownBy(first.json().secret))), 'wrong_code')
  assert.equal((await confirmation(shownBy(second.json().secret))).statusCode, 200)
  assert.equal(codeOf(await server.call('POST', '/api/session/second-step', { cookies, body })), 'already_on')
})

test('to begin one needs the password, and no token does', async () => {
  const vera = await somebody()
  const wrong = await server.call('POST', '/api/session/second-step', {
    cookies: vera.cookies,
    body: { currentPassword: 'not hers at all' },
  })
  assert.equal(codeOf(wrong), 'wrong_password')
  const token = await server.call('POST', '/api/session/second-step', {
    headers: await server.as('vetter'),
    body: { currentPassword: PASSWORD },
  })
  assert.equal(token.statusCode, 403)
})

test('turning it on ends the sessions that were opened with the password alone, but this one', async () => {
  const vera = await somebody()
  const other = cookieOf(await signIn(vera.email))
  await setUp(vera)
  assert.equal((await server.call('GET', '/api/session', { cookies: other })).statusCode, 401)
  assert.equal((await server.call('GET', '/api/session', { cookies: vera.cookies })).statusCode, 200)
})

test('it is turned off with a code, and by nothing less', async () => {
  const vera = await somebody()
  const { secret } = await setUp(vera)
  const off = (code: string) =>
    server.call('POST', '/api/session/second-step/removal', { cookies: vera.cookies, body: { code } })
  assert.equal(codeOf(await off('000000')), 'wrong_code')
  assert.equal((await off(shownBy(secret))).statusCode, 204)
  assert.equal((await signIn(vera.email)).statusCode, 200)
  assert.equal(codeOf(await off(shownBy(secret))), 'not_on')
})

test('a link to a new password does not lead around the code', async () => {
  const vera = await somebody()
  const { secret } = await setUp(vera)
  const [link] = await inTransaction(server.db, server.org, (tx) => inviteUsers(tx, theProgram, [vera.id], 'password'))
  const accept = (code?: string) =>
    server.call('POST', '/api/invitations/accept', { body: { token: link?.token, password: 'nine blue whales', code } })
  assert.equal(codeOf(await accept()), 'code_needed')
  assert.equal(codeOf(await accept('000000')), 'wrong_code')
  // The refusals used nothing up: neither the link nor the password of before.
  assert.equal((await accept(shownBy(secret))).statusCode, 200)
})

test('a program writes the code behind the password; without one it is refused as with a wrong password', async () => {
  const vera = await somebody()
  const { secret } = await setUp(vera)
  const login = (password: string) => bySoap(vera.email, password)
  assert.match((await login(PASSWORD)).body, /INVALID_LOGIN/)
  assert.match((await login(`${PASSWORD}000000`)).body, /INVALID_LOGIN/)
  assert.deepEqual(await refusedTries(vera.id), ['wrong_code'])
  assert.match((await login(`${PASSWORD}${shownBy(secret)}`)).body, /<sessionId>00D/)
  const plain = await somebody()
  const digits = await bySoap(plain.email, `${PASSWORD}123456`)
  assert.match(digits.body, /INVALID_LOGIN/)
})

test('an administrator removes the second step of others who lost their app, and sees who has one', async () => {
  const [vera, otto] = [await somebody(), await somebody()]
  await setUp(vera)
  const headers = await server.as('administrator')
  const ids = [vera.id, otto.id].map(encodeId)
  const listed = await server.call('GET', `/api/users/second-steps?ids=${ids.join(',')}`, { headers })
  assert.deepEqual(listed.json().ids, [encodeId(vera.id)])
  const remove = (by: { authorization: string }) =>
    server.call('DELETE', `/api/users/${encodeId(vera.id)}/second-step`, { headers: by })
  assert.equal((await remove(await server.as('manager'))).statusCode, 403)
  assert.equal((await remove(headers)).statusCode, 204)
  assert.equal((await signIn(vera.email)).statusCode, 200)
  const { changes } = (await server.call('GET', '/api/setup-changes?area=users', { headers })).json()
  assert.ok(
    changes.some(({ act }: { act: string }) => act === 'second_step_removed'),
    JSON.stringify(changes),
  )
})

test('where the organization wants one, nothing else is answered until it is set up', async () => {
  const [vera, otto, chief] = [await somebody(), await somebody('administrator'), await somebody('administrator')]
  // Who asks it of others has one.
  assert.equal(codeOf(await wantedOf('administrators', chief)), 'second_step_first')
  await setUp(chief)
  assert.equal((await wantedOf('administrators', chief)).json().SecondStepFor, 'administrators')
  try {
    const leadsOf = ({ cookies }: Somebody) => server.call('GET', '/api/leads', { cookies })
    assert.equal((await leadsOf(vera)).statusCode, 200)
    const refused = await leadsOf(otto)
    assert.deepEqual([refused.statusCode, codeOf(refused)], [403, 'second_step_needed'])
    const me = await server.call('GET', '/api/session', { cookies: otto.cookies })
    assert.equal(me.json().isLackingSecondStep, true)
    // A program with the password alone gets no further than a browser.
    const program = await bySoap(otto.email, PASSWORD)
    assert.match(program.body, /second step/)
    const { secret } = await setUp(otto)
    assert.equal((await leadsOf(otto)).statusCode, 200)
    const off = await server.call('POST', '/api/session/second-step/removal', {
      cookies: otto.cookies,
      body: { code: shownBy(secret) },
    })
    assert.equal(codeOf(off), 'second_step_needed')
    await wantedOf('everybody', chief)
    assert.equal((await leadsOf(vera)).statusCode, 403)
  } finally {
    await wantedOf('nobody', chief)
  }
})

test('the secret lies locked in the database, and the codes are kept by their hashes alone', async () => {
  const vera = await somebody()
  const { secret, recoveryCodes } = await setUp(vera)
  const kept = await reading(server.db, server.org, (tx) =>
    many<{ text: string }>(
      tx,
      sql`
      select a::text as text
      from authenticator a
      union all
      select r::text
      from recovery_code r`,
    ),
  )
  const all = kept.map(({ text }) => text).join('\n')
  for (const word of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))])
    assert.ok(!all.includes(word))
})
