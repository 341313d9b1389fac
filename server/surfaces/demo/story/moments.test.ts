import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { randomFrom } from '../random.ts'
import { DAY_MS, laterThatDay, stepsUntil, STORY_DAYS, workdayAfter } from './moments.ts'

const aNow = fc.date({
  min: new Date('2025-01-01T00:00:00Z'),
  max: new Date('2040-12-31T23:59:59Z'),
  noInvalidDate: true,
})

test('on whatever day it is told, the story runs forward, covers two years, and ends before now', () => {
  fc.assert(
    fc.property(aNow, fc.constantFrom(1, 0.02), (now, size) => {
      const steps = stepsUntil(now, randomFrom(1), size)
      assert.ok(steps.every(({ at }, place) => place === 0 || at > (steps[place - 1]?.at ?? at)))
      const covered = steps.reduce((days, step) => days + step.days, 0)
      assert.ok(covered > STORY_DAYS - 1 && covered < STORY_DAYS + 3, `${covered} days`)
      const last = steps.at(-1)
      assert.ok(last !== undefined && last.at < now && now.getTime() - last.at.getTime() < 2 * DAY_MS)
      assert.ok(laterThatDay(last, 12, now) < now)
    }),
  )
})

test('a working day is never a Saturday or Sunday', () => {
  fc.assert(
    fc.property(aNow, fc.nat(400), (now, days) => {
      assert.notEqual(workdayAfter(now, days).getUTCDay() % 6, 0)
    }),
  )
})
