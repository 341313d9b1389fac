import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { removeScratch, scratchFolder } from '../../../platform/scratch.ts'
import type { Link } from './grouping.ts'
import { openPairing, type PairingOrder } from './pairing.ts'
import { ROW_END, TEXT_END } from './signs.ts'

const FIRST = ['Ada', 'Bea', 'Cleo', 'Dora', 'Eva', 'Fay', 'Gia']
const LAST = ['Holt', 'Ingram', 'Jansen', 'Keller', 'Lund', 'Moreau', 'Novak', 'Ortega', 'Petrov', 'Quist', 'Rossi']

/** A row of somebody of a town; the mailbox is known of every second. */
const row = (number: number, who: number, isShort: boolean): string => {
  const [first, last] = [FIRST[who % FIRST.length] ?? '', LAST[Math.floor(who / FIRST.length) % LAST.length] ?? '']
  const email = who % 2 === 0 ? `${first}.${last}.${who}@firm${who % 97}.example`.toLowerCase() : ''
  const texts = [
    isShort ? first.slice(0, 1) : first,
    last,
    '',
    `Firm ${who % 97}`,
    email,
    '',
    '',
    '',
    '',
    'Oslo',
    '',
    '',
  ]
  return [number, ...texts, ''].join(TEXT_END)
}

/** Three hundred people, and every fifth of them once more under another number. */
const pages = (): string[] => {
  const rows = Array.from({ length: 300 }, (_, at) => row(at + 1, at, false))
  for (let who = 0; who < 300; who += 5) rows.push(row(1000 + who, who, true))
  return Array.from({ length: 36 }, (_, page) => rows.slice(page * 10, page * 10 + 10).join(ROW_END))
}

async function paired(order: Partial<PairingOrder>, sets: Readonly<Record<'first' | 'second', readonly string[]>>) {
  const scratch = await scratchFolder('run')
  const folder = path.join(scratch, 'work')
  const pairing = openPairing({ kind: 'person', others: [], folder, atLeast: 0.2, blockRows: 64, threads: 1, ...order })
  try {
    for (const set of ['first', 'second'] as const) for (const page of sets[set]) await pairing.add(page, set)
    const counted = await pairing.pairUp()
    const links: Link[] = []
    const lasts: number[] = []
    for await (const { left, right, probability, last } of pairing.score(0)) {
      lasts.push(last)
      for (const [at, one] of left.entries())
        links.push({ left: one, right: right[at] ?? 0, probability: probability[at] ?? 0 })
    }
    await pairing.link(links)
    return { counted, links, lasts, groups: await pairing.groups(0.5, 1000) }
  } finally {
    await pairing.close()
    assert.equal(existsSync(folder), false, 'nothing is left behind')
    await removeScratch(scratch)
  }
}

let everybody: ReturnType<typeof paired> | undefined
/** What one thread finds among them all, looked for once. */
const allPaired = (): ReturnType<typeof paired> => (everybody ??= paired({}, { first: pages(), second: [] }))

test('what is found does not depend on how many threads look for it', async () => {
  const alone = await allPaired()
  const together = await paired({ threads: 3 }, { first: pages(), second: [] })
  assert.deepEqual(together, alone)
  assert.equal(alone.counted.parts, 6)
  assert.deepEqual(alone.lasts, [64, 128, 192, 256, 1095, 1295])
  assert.ok(alone.groups.length >= 30, `${alone.groups.length} groups of sixty people were found`)
})

test('two sets are compared across only, by however many threads', async () => {
  const [known, others] = [pages().slice(0, 30), pages().slice(30)]
  const alone = await paired({ isAcross: true }, { first: known, second: others })
  const together = await paired({ threads: 2, isAcross: true }, { first: known, second: others })
  assert.deepEqual(together, alone)
  assert.ok(alone.links.length >= 30)
  assert.ok(alone.links.every(({ left, right }) => left <= 300 && right >= 1000))
})

test('a record that is there so often that nothing of it tells anybody apart is one group all the same', async () => {
  const same = Array.from({ length: 900 }, (_, at) => row(2000 + at, 8, false))
  const found = await paired({}, { first: [...pages(), same.join(ROW_END)], second: [] })
  assert.ok(found.counted.skippedKeys > 0)
  const largest = found.groups.toSorted((one, other) => other.ids.length - one.ids.length)[0]
  assert.ok(new Set(largest?.ids).isSupersetOf(new Set(Array.from({ length: 900 }, (_, at) => 2000 + at))))
  const again = Array.from({ length: 900 }, (_, at) => row(5000 + at, 8, true))
  const across = await paired({ isAcross: true }, { first: [same.join(ROW_END)], second: [again.join(ROW_END)] })
  assert.equal(new Set(across.links.map(({ right }) => right)).size, 900)
})

test('where pairs have no room, keys of many rows are passed over, and rows that have none are refused', async () => {
  const refusal = (): Error => new Error('no room')
  const all = await allPaired()
  const some = await paired({ mostAside: { bytes: 120_000, refusal } }, { first: pages(), second: [] })
  assert.ok(some.counted.candidates < all.counted.candidates && some.counted.skippedKeys > 0)
  assert.ok(some.groups.length > 0, 'those who share a key of their own are found all the same')
  await assert.rejects(paired({ mostAside: { bytes: 1000, refusal } }, { first: pages(), second: [] }), /no room/)
})

test('whoever adds rows hears when there is no room to put them aside', async () => {
  const [scratch, file] = [await scratchFolder('run'), 'file']
  await writeFile(path.join(scratch, file), 'no folder')
  const pairing = openPairing({ kind: 'person', others: [], folder: path.join(scratch, file, 'work'), atLeast: 0.2 })
  await assert.rejects(pairing.add(row(1, 1, false)), /ENOTDIR/)
  await removeScratch(scratch)
})
