import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import {
  addLeads,
  again,
  ask,
  begin,
  byFirst,
  groupsOf,
  idsOf,
  listed,
  strangerNumber,
  work,
  workMerge,
  type Headers,
} from '../../../../test/support/duplicateRuns.ts'
import { snapshot } from '../../../../test/support/mergeStories.ts'
import { aServer, type TestServer } from '../../../../test/support/server.ts'
import { decodeId } from '../../../../shared/ids.ts'
import { reading } from '../../../platform/transactions.ts'
import { runJobs } from './runs.jobs.ts'

runJobs()

// Nobody is like another: what a search costs grows with their pairs, and what it says does not.
const strangers = Array.from({ length: 120 }, (_, n) => strangerNumber(n))
const planted = [3, 29, 40, 77, 119]

let server: TestServer
let admin: Headers
let ids: readonly string[]
let copies: readonly string[]
let expected: string[][]

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
  ids = await addLeads(server, admin, strangers)
  copies = await addLeads(
    server,
    admin,
    planted.map((n) => again(strangers[n] ?? {})),
  )
  expected = planted.map((n, at) => [ids[n] ?? '', copies[at] ?? ''].toSorted()).toSorted(byFirst)
})
after(() => server.close())

test('a run over all leads finds exactly the groups that are there, and says what it did', async () => {
  const run = await begin(server, admin)
  await work(server, run)
  const done = await ask(server, admin, 'GET', `/api/duplicate-runs/${run}`)
  assert.deepEqual([done.state, done.share, done.records, done.groups, done.problem], ['done', 1, 125, 5, null])
  assert.ok(Number(done.compared) > 0)
  assert.deepEqual(await groupsOf(server, admin, run), expected)
  const { groups } = await ask(server, admin, 'GET', `/api/duplicate-runs/${run}/groups`)
  // Of two records the only link is the weakest, as likely as the run found it, not as they would compare by themselves.
  for (const { links, weakest } of groups as { links: { probability: number }[]; weakest: { probability: number } }[])
    assert.deepEqual(
      links.map(({ probability }) => probability),
      [weakest.probability],
    )
  const bars = done.histogram as { pairs: number }[]
  assert.equal(
    bars.reduce((sum, { pairs }) => sum + pairs, 0),
    done.pairs,
  )
})

test('a run that was killed goes on where it was, and finds the same', async () => {
  const run = await begin(server, admin)
  await killedAfter(2, run)
  const cutOff = await ask(server, admin, 'GET', `/api/duplicate-runs/${run}`)
  assert.equal(cutOff.state, 'running')
  assert.ok(Number(cutOff.compared) > 0, 'something was kept before the end came')
  await work(server, run, { blockRows: 50 })
  const done = await ask(server, admin, 'GET', `/api/duplicate-runs/${run}`)
  assert.equal(done.state, 'done')
  assert.deepEqual(await groupsOf(server, admin, run), expected)
})

test('a run is paused between two parts, goes on, and is cancelled; only one of a scope is at work', async () => {
  const run = await begin(server, admin)
  const second = await server.call('POST', '/api/duplicate-runs', { headers: admin, body: { scope: 'Lead' } })
  assert.equal(second.statusCode, 409, second.body)
  const act = (one: string) => ask(server, admin, 'POST', `/api/duplicate-runs/${run}/acts`, { act: one })
  let paused: Promise<unknown> | undefined
  await work(server, run, { blockRows: 50, onProgress: () => (paused ??= act('pause')) })
  await paused
  assert.equal((await ask(server, admin, 'GET', `/api/duplicate-runs/${run}`)).state, 'paused')
  assert.deepEqual(await groupsOf(server, admin, run), [])
  await act('resume')
  assert.equal((await act('cancel')).state, 'cancelled')
  const again = await server.call('POST', `/api/duplicate-runs/${run}/acts`, {
    headers: admin,
    body: { act: 'resume' },
  })
  assert.deepEqual([again.statusCode, again.json().errors[0].code], [409, 'run_cannot'])
})

test("somebody else's search is named with its owner and since when, and goes on or ends by an overseer alone", async () => {
  const run = await begin(server, admin)
  await ask(server, admin, 'POST', `/api/duplicate-runs/${run}/acts`, { act: 'pause' })
  const [vetter, overseer] = [await server.as('vetter'), await server.as('administrator')]
  const begun = (headers: Headers) => server.call('POST', '/api/duplicate-runs', { headers, body: { scope: 'Lead' } })
  const [theirs, own, overseen] = [
    (await begun(vetter)).json().errors[0],
    (await begun(admin)).json().errors[0],
    (await begun(overseer)).json().errors[0],
  ]
  assert.match(
    theirs.message,
    /^administrator began a search .* on \d{4}-\d\d-\d\d \d\d:\d\d UTC, and it is paused\. Ask administrator or an administrator to go on/,
  )
  assert.deepEqual([theirs.code, theirs.facts.run, theirs.facts.state], ['run_at_work', run, 'paused'])
  assert.equal(theirs.way, undefined, 'no page that would not open')
  assert.match(own.message, /^You began .* Go on with it, or cancel it\.$/)
  assert.match(overseen.message, /^administrator began .* Go on with it, or cancel it\.$/)
  assert.deepEqual([own.way.href, overseen.way.href], [`/duplicates/runs/${run}`, `/duplicates/runs/${run}`])
  await ask(server, overseer, 'POST', `/api/duplicate-runs/${run}/acts`, { act: 'cancel' })
  const after = await begun(vetter)
  assert.equal(after.statusCode, 202, after.body)
  await ask(server, vetter, 'POST', `/api/duplicate-runs/${after.json().Id}/acts`, { act: 'cancel' })
})

test('a pair that is not the same is never found again', async () => {
  const [left = '', right = ''] = expected[0] ?? []
  await ask(server, admin, 'POST', '/api/duplicates/verdicts', { verdicts: [{ left, right, verdict: 'not_same' }] })
  const run = await begin(server, admin)
  await work(server, run)
  assert.deepEqual(await groupsOf(server, admin, run), expected.slice(1))
  await ask(server, admin, 'POST', '/api/duplicates/verdicts', { verdicts: [{ left, right, verdict: 'same' }] })
})

test('a sample is drawn once, and its answers say how many merges would be right, and within which bounds', async () => {
  const run = await begin(server, admin)
  await work(server, run)
  const at = `/api/duplicate-runs/${run}/sample`
  const drawn = await ask(server, admin, 'POST', at, { certainty: 0.8 })
  const pairs = drawn.pairs as {
    isAbove: boolean
    left: { record: { Id: string } }
    right: { record: { Id: string } }
  }[]
  const above = pairs.filter(({ isAbove }) => isAbove)
  assert.equal(above.length, 5)
  for (const { left, right } of above)
    await ask(server, admin, 'POST', `/api/duplicate-runs/${run}/answers`, {
      left: left.record.Id,
      right: right.record.Id,
      verdict: 'same',
    })
  const { precision } = await ask(server, admin, 'GET', `${at}?certainty=0.8`)
  const { share, from, to, of } = precision as Record<'share' | 'from' | 'to' | 'of', number>
  // Wilson's interval of 5 in 5.
  assert.deepEqual([share, Math.round(from * 1000), to, of], [1, 566, 1, 5])
})

test('a bulk merge makes one of each group, skips what somebody was faster with, and is undone as it was', async () => {
  const run = await begin(server, admin)
  await work(server, run)
  const before = await reading(server.db, server.org, (tx) => snapshot(tx))
  const [first = [], second = []] = await groupsOf(server, admin, run)
  const start = () =>
    ask(server, admin, 'POST', `/api/duplicate-runs/${run}/merges`, { certainty: 0.8, masterRule: 'oldest' })
  const merge = String((await start()).Id)
  const byHand = await ask(server, admin, 'POST', '/api/leads/merge', { master: first[1], losers: [first[0]] })
  await ask(server, admin, 'POST', '/api/duplicates/verdicts', {
    verdicts: [{ left: second[0], right: second[1], verdict: 'not_same' }],
  })
  await workMerge(server, merge)
  const [ended] = (await ask(server, admin, 'GET', `/api/duplicate-runs/${run}/merges`)).merges as Record<
    string,
    unknown
  >[]
  assert.deepEqual([ended?.state, ended?.merged, ended?.refused], ['done', 3, 2])
  const groups = await listed(server, admin, run)
  assert.match(groups.find((one) => idsOf(one).includes(second[0] ?? ''))?.refusal ?? '', /not the same/)
  for (const [oldest = '', copy = ''] of expected.filter((pair) => pair[0] !== first[0] && pair[0] !== second[0])) {
    assert.equal((await server.call('GET', `/api/leads/${oldest}`, { headers: admin })).statusCode, 200)
    assert.equal((await server.call('GET', `/api/leads/${copy}`, { headers: admin })).statusCode, 404)
  }
  await ask(server, admin, 'POST', `/api/bulk-merges/${merge}/acts`, { act: 'undo' })
  await workMerge(server, merge)
  const journal = await server.call('DELETE', `/api/merges/${String(byHand.merge)}`, { headers: admin })
  assert.equal(journal.statusCode, 200, journal.body)
  await ask(server, admin, 'POST', '/api/duplicates/verdicts', {
    verdicts: [{ left: second[0], right: second[1], verdict: 'same' }],
  })
  const now = await reading(server.db, server.org, (tx) => snapshot(tx))
  assert.deepEqual(withoutVerdicts(now), withoutVerdicts(before))
})

test('a record that was changed since the search into somebody else is not merged with who it looked like', async () => {
  const [lead = '', copy = ''] = await addLeads(server, admin, [strangerNumber(700), again(strangerNumber(700))])
  const [kept = '', touched = ''] = await addLeads(server, admin, [strangerNumber(800), again(strangerNumber(800))])
  const run = await begin(server, admin)
  await work(server, run)
  const { FirstName, LastName, Company, Email, Phone } = strangerNumber(701)
  for (const [id, body] of [
    [copy, { FirstName, LastName, Company, Email, Phone }],
    [touched, { Title: 'Buyer' }],
  ] as const) {
    const changed = await server.call('PATCH', `/api/leads/${id}?allowDuplicates=true`, { headers: admin, body })
    assert.equal(changed.statusCode, 200, changed.body)
  }
  const merge = String((await ask(server, admin, 'POST', `/api/duplicate-runs/${run}/merges`, { certainty: 0.8 })).Id)
  await workMerge(server, merge)
  const refusal = (await listed(server, admin, run)).find((one) => idsOf(one).includes(lead))?.refusal
  assert.match(refusal ?? '', /changed since the search/)
  const there = await Promise.all(
    [lead, copy, kept, touched].map(
      async (id) => (await server.call('GET', `/api/leads/${id}`, { headers: admin })).statusCode,
    ),
  )
  assert.deepEqual(there.slice(0, 2), [200, 200])
  assert.deepEqual(
    there.slice(2).toSorted((a, b) => a - b),
    [200, 404],
    'another change keeps nobody apart',
  )
  await ask(server, admin, 'POST', `/api/bulk-merges/${merge}/acts`, { act: 'undo' })
  await workMerge(server, merge)
})

test('a vetter finds, sees and merges only what is theirs where leads are private', async () => {
  const vetter = await server.as('vetter')
  const mine = await addLeads(server, vetter, [strangerNumber(900), again(strangerNumber(900))])
  const settings = await server.call('PATCH', '/api/settings', {
    headers: admin,
    body: { Sharing: { Lead: 'private' } },
  })
  assert.equal(settings.statusCode, 200, settings.body)
  await ask(server, admin, 'POST', '/api/duplicates/verdicts', {
    verdicts: [{ left: ids[1], right: ids[2], verdict: 'same' }],
  })
  const run = await begin(server, vetter)
  await work(server, run)
  assert.deepEqual(await groupsOf(server, vetter, run), [mine.toSorted()])
  const found = await ask(server, vetter, 'GET', `/api/duplicate-runs/${run}`)
  assert.deepEqual([found.records, found.groups], [2, 1], 'what others decided of their leads is no group here')
  const other = await server.as('vetter')
  assert.equal((await server.call('GET', `/api/duplicate-runs/${run}`, { headers: other })).statusCode, 404)
  const reader = await server.as('read_only')
  const refused = await server.call('POST', '/api/duplicate-runs', { headers: reader, body: { scope: 'Lead' } })
  assert.equal(refused.statusCode, 403, refused.body)
})

const withoutVerdicts = (state: unknown): unknown => ({
  ...(state as Record<string, unknown>),
  duplicate_verdict: null,
})

/** Lets another program do the work, which kills itself after so many parts. */
async function killedAfter(parts: number, run: string): Promise<void> {
  const program = path.join(import.meta.dirname, '../../../../test/support/runProgram.ts')
  // What it had beside the database stays where it was killed.
  const TMPDIR = await mkdtemp(path.join(os.tmpdir(), 'assay-killed-'))
  const child = spawn(
    process.execPath,
    [program, JSON.stringify(server.connection), String(decodeId(run)), String(parts)],
    {
      env: { ...process.env, TMPDIR },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  const signal = await new Promise((resolve) => child.once('exit', (_, by) => resolve(by)))
  await rm(TMPDIR, { recursive: true, force: true })
  assert.equal(signal, 'SIGKILL')
}
