import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSources } from '../test/support/sources.ts'

test('whoever loads the doors knows every object, as a command does that exports one', () => {
  const sources = new Map(readSources().map((source) => [source.path, source]))
  const reached = new Set(['server/doors.ts'])
  // A set is walked to its end, and what is added on the way is walked as well.
  for (const path of reached)
    for (const { target, isPackage, isTypeOnly } of sources.get(path)?.imports ?? [])
      if (!isPackage && !isTypeOnly) reached.add(target)
  const declaring = [...sources.values()]
    .filter(
      ({ path, code }) => /^server\/(?!.*\.test\.ts$)/.test(path) && /= defineObject\(|declaring\.sql\.ts'/.test(code),
    )
    .map(({ path }) => path)
  assert.ok(declaring.length > 20)
  assert.deepEqual(
    declaring.filter((path) => !reached.has(path)),
    [],
  )
})
