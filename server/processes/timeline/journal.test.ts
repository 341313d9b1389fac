import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let manager: { readonly authorization: string }

before(async () => {
  server = await aServer()
  manager = await server.as('manager')
})
after(() => server.close())

type Json = Record<string, unknown>
type Entry = {
  readonly Id: string
  readonly kind: string
  readonly record: Json
  readonly others: readonly Json[]
  readonly undone: Json | null
  readonly mayBeUndone: boolean
  readonly uncheckedBecause: string | null
  readonly staysBecause: string | null
}

const call = async <T = Json>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object): Promise<T> => {
  const answer = await server.call(method, url, { headers: manager, body })
  assert.ok(answer.statusCode < 300, `${url} ${answer.body}`)
  return answer.body === '' ? ({} as T) : answer.json<T>()
}

const aLead = async (LastName: string): Promise<string> =>
  String((await call('POST', '/api/leads?allowDuplicates=true', { LastName, Company: 'Nordwind' })).Id)

const journalOf = async (record: string): Promise<readonly Entry[]> =>
  (await call<{ entries: readonly Entry[] }>('GET', `/api/journal?record=${record}`)).entries

const entryOf = async (record: string): Promise<Entry> => {
  const [entry, ...others] = await journalOf(record)
  assert.ok(entry !== undefined && others.length === 0, JSON.stringify([entry, others]))
  return entry
}

test('a merge stands in the journal of everybody it joined, and can be undone from it', async () => {
  const [master, loser] = [await aLead('Keep'), await aLead('Lose')]
  const { merge } = await call('POST', '/api/leads/merge', { master, losers: [loser] })
  const entry = await entryOf(loser)
  assert.deepEqual(
    [entry.Id, entry.kind, entry.record, entry.others, entry.mayBeUndone],
    [merge, 'merge', { Id: master, Name: 'Keep' }, [{ Id: loser, Name: 'Lose' }], true],
  )
  assert.deepEqual(await entryOf(master), entry)
  const ofKind = async (kind: string) => (await call('GET', `/api/journal?record=${master}&kind=${kind}`)).entries
  assert.deepEqual(await ofKind('merge'), [entry])
  assert.deepEqual(await ofKind('conversion'), [])
  await call('DELETE', `/api/merges/${entry.Id}`)
  const after = await entryOf(master)
  assert.equal(after.mayBeUndone, false)
  assert.match(String((after.undone?.by as Json | undefined)?.Name), /manager/)
})

test('a merge that can no longer be undone says why, and the same is said to who tries', async () => {
  const [first, second, third] = [await aLead('First'), await aLead('Second'), await aLead('Third')]
  await call('POST', '/api/leads/merge', { master: second, losers: [third] })
  await call('POST', '/api/leads/merge', { master: first, losers: [second] })
  const entry = await entryOf(third)
  assert.equal(entry.mayBeUndone, false)
  assert.match(String(entry.staysBecause), /itself merged since. Undo that merge first/)
  assert.equal((await server.call('DELETE', `/api/merges/${entry.Id}`, { headers: manager })).statusCode, 409)
  const [newest] = await journalOf(second)
  assert.equal(newest?.mayBeUndone, true)
  await call('DELETE', `/api/merges/${newest?.Id}`)
  assert.equal((await entryOf(third)).mayBeUndone, true)
})

test('a conversion stands beside the merges, with what it made and what was built on it', async () => {
  const lead = await aLead('Convert')
  const made = await call('POST', `/api/leads/${lead}/conversion`, { overrideReason: 'A referral' })
  const contact = String(made.contactId)
  const entry = await entryOf(contact)
  assert.deepEqual(
    [entry.kind, entry.record.Id, entry.mayBeUndone, entry.uncheckedBecause],
    ['conversion', lead, true, 'A referral'],
  )
  const unqualified = await call<{ entries: readonly Entry[] }>('GET', '/api/journal?kind=unqualified')
  assert.deepEqual(
    unqualified.entries.map(({ Id }) => Id),
    [entry.Id],
  )
  assert.equal(entry.others.length, 3)
  await call('POST', '/api/tasks', { Subject: 'Send an offer', WhoId: contact })
  assert.match(String((await entryOf(lead)).staysBecause), /Work was built on it. Something was done or planned/)
})

test('the journal is paged by key, and meets every entry once', async () => {
  const seen: string[] = []
  let next: string | null = ''
  while (next !== null) {
    const page: { entries: readonly Entry[]; next: string | null } = await call(
      'GET',
      `/api/journal?limit=2${next === '' ? '' : `&after=${encodeURIComponent(next)}`}`,
    )
    seen.push(...page.entries.map(({ Id }) => Id))
    next = page.next
  }
  assert.equal(seen.length, 4)
  assert.equal(new Set(seen).size, 4)
  const answer = await server.call('GET', '/api/journal?record=not-an-id-at-all', { headers: manager })
  assert.equal(answer.statusCode, 400)
})
