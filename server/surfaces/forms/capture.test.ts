import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { freshDatabase } from '../../../test/support/database.ts'
import { anOrg } from '../../../test/support/builders.ts'
import { now, stopClockAt } from '../../platform/clock.ts'
import { quietLog } from '../../platform/log.ts'
import { many, sql } from '../../platform/sql.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { Database, OrgRef } from '../../platform/tx.ts'
// The doors a post goes through declare the objects it fills.
import '../../records/campaigns/campaigns.ts'
import { openCapture } from './capture.ts'
import type { ArrivingPost } from './post.ts'
import { workPosts } from './working.ts'
import { anyText } from '../../../test/support/texts.ts'

type Stage = { readonly db: Database; readonly org: OrgRef }

async function onAStage(story: (stage: Stage) => Promise<void>): Promise<void> {
  const { db, org, drop } = await freshDatabase()
  try {
    await inTransaction(db, org, async (tx) => void (await anOrg(tx)))
    await story({ db, org })
  } finally {
    stopClockAt(undefined)
    await drop()
  }
}

const arriving = (fields: Readonly<Record<string, string>>, address = '192.0.2.1'): ArrivingPost => ({
  address,
  userAgent: null,
  contentType: 'application/x-www-form-urlencoded',
  query: '',
  body: Buffer.from(new URLSearchParams(fields).toString()),
})

const states = ({ db, org }: Stage) =>
  reading(db, org, (tx) =>
    many<{ state: string; reason: string | null; leads: number }>(
      tx,
      sql`
  select p.state, p.reason, (select count(*) from lead) as leads
  from form_post p
  order by p.received_at, p.id`,
    ),
  )

const open = ({ db }: Stage, workWith?: typeof workPosts) =>
  openCapture({
    db,
    letters: { publicUrl: 'http://assay.test', mailFrom: 'Assay <assay@assay.test>' },
    log: quietLog,
    workWith,
  })

const minutesLater = (minutes: number): void => stopClockAt(new Date(now().getTime() + minutes * 60_000))

test('a program that dies after storing a post leaves it behind, and the job makes the one lead of it', () =>
  onAStage(async (stage) => {
    await open(stage).store(stage.org, arriving({ last_name: 'Okafor', email: 'ada@died.example' }))
    assert.equal((await states(stage))[0]?.state, 'received')
    assert.equal(await open(stage).workOverdue(stage.org), 0)
    minutesLater(2)
    assert.deepEqual(
      await Promise.all([open(stage).workOverdue(stage.org), open(stage).workOverdue(stage.org)]).then((looked) =>
        Math.max(...looked),
      ),
      1,
    )
    assert.partialDeepStrictEqual(await states(stage), [{ state: 'lead', leads: 1 }])
  }))

test('a program that dies half-way through the second transaction leaves no half of a lead', () =>
  onAStage(async (stage) => {
    const dying: typeof workPosts = async (tx, letters, ids) => {
      await workPosts(tx, letters, ids)
      throw new Error('killed')
    }
    const capture = open(stage, dying)
    const { id } = await capture.store(stage.org, arriving({ last_name: 'Okafor', email: 'ada@died.example' }))
    await capture.work(stage.org, id)
    assert.partialDeepStrictEqual(await states(stage), [{ state: 'received', leads: 0 }])
    minutesLater(5)
    await open(stage).workOverdue(stage.org)
    assert.partialDeepStrictEqual(await states(stage), [{ state: 'lead', leads: 1 }])
  }))

test('a post that brings down its set fails alone, is tried again, and waits in the end', () =>
  onAStage(async (stage) => {
    let poison = 0
    const capture = open(stage, async (tx, letters, ids) => {
      if (ids.includes(poison)) throw new Error('poison')
      return workPosts(tx, letters, ids)
    })
    const stored = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        capture.store(stage.org, arriving({ last_name: name, email: `${name}@set.example` })),
      ),
    )
    poison = stored[1]?.id ?? 0
    await Promise.all(stored.map(({ id }) => capture.work(stage.org, id)))
    assert.deepEqual((await states(stage)).map(({ state }) => state).sort(), ['lead', 'lead', 'received'])
    for (let tries = 0; tries < 6; tries++) {
      minutesLater(60)
      await capture.workOverdue(stage.org)
    }
    assert.deepEqual((await states(stage)).map(({ state }) => state).sort(), ['lead', 'lead', 'waiting'])
    assert.match((await states(stage)).find(({ state }) => state === 'waiting')?.reason ?? '', /a fault of its own/)
  }))

test('two programs working the same posts make each lead once', () =>
  onAStage(async (stage) => {
    const capture = open(stage)
    await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        capture.store(stage.org, arriving({ last_name: `L${at}`, email: `l${at % 10}@twice.example` })),
      ),
    )
    minutesLater(2)
    await Promise.all([
      open(stage).workOverdue(stage.org),
      open(stage).workOverdue(stage.org),
      open(stage).workOverdue(stage.org),
    ])
    const after = await states(stage)
    assert.equal(after[0]?.leads, 10)
    assert.equal(after.filter(({ state }) => state === 'lead').length, 10)
    assert.equal(after.filter(({ state }) => state === 'inquiry').length, 40)
  }))

test('whatever bytes are sent, the post is kept and judged, and nothing is thrown', () =>
  onAStage(async (stage) => {
    const capture = open(stage)
    await inTransaction(stage.db, stage.org, (tx) =>
      many(tx, sql`update form_setting set posts_per_minute = 100000 returning posts_per_minute`),
    )
    const bytes = fc.uint8Array({ maxLength: 200 }).map((raw) => Buffer.from(raw))
    const almost = fc.array(
      fc.tuple(
        fc.constantFrom(
          'last_name',
          'email',
          'company',
          'Campaign_ID',
          'assay_form',
          'assay_stamp',
          'encoding',
          'debug',
          '00N000000000001',
          '__proto__',
          'constructor',
        ),
        anyText({ maxLength: 60 }),
      ),
      { maxLength: 8 },
    )
    const body = fc.oneof(
      bytes,
      almost.map((pairs) =>
        Buffer.from(new URLSearchParams(pairs.map(([name, value]) => [name, value.toWellFormed()])).toString()),
      ),
    )
    const type = fc.constantFrom(
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'multipart/form-data',
      'text/plain;charset=klingon',
      'application/json',
      '',
    )
    await fc.assert(
      fc.asyncProperty(body, type, async (sent, contentType) => {
        const { id } = await capture.store(stage.org, { ...arriving({}), body: sent, contentType })
        await capture.work(stage.org, id)
        const [row] = await reading(stage.db, stage.org, (tx) =>
          many<{ state: string; body: Buffer; code: string | null }>(
            tx,
            sql`select state, body, reason_code as code from form_post where id = ${id}`,
          ),
        )
        assert.deepEqual(row?.body, sent)
        assert.ok(['lead', 'inquiry', 'waiting', 'spam'].includes(row?.state ?? ''), row?.state)
        assert.notEqual(row?.code, 'fault')
      }),
      { numRuns: 150 },
    )
  }))
