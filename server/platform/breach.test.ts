import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { refusalOfBreach } from './breach.ts'

test('a disk with no room for what is put aside is told as a full disk, and when to try again', async () => {
  // Linux keeps a file on which no byte has room.
  const error = await writeFile('/dev/full', 'x').then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  const refusal = refusalOfBreach(error)
  assert.deepEqual([refusal?.code, refusal?.kind], ['disk_full', 'unavailable'])
  assert.match(refusal?.message ?? '', /make room in its folder for temporary files/)
  assert.equal(refusal?.details.facts?.retryAfterSeconds, 60)
})
