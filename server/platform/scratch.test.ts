import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { removeScratch, scratchFolder, sweepScratch } from './scratch.ts'

const standing = async (folder: string): Promise<boolean> =>
  (await readdir(os.tmpdir())).includes(path.basename(folder))

/** A program that asks for a folder, says which it got, and waits. */
const owner = `
  import { scratchFolder } from ${JSON.stringify(new URL('scratch.ts', import.meta.url).href)}
  console.log(await scratchFolder('list'))
  setInterval(() => {}, 60_000)`

test('what a killed program left is removed by the next one, and what a living one needs stays', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', owner], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await once(child.stdout.setEncoding('utf8'), 'data')
  const left = String(said).trim()
  const own = await scratchFolder('match')
  assert.deepEqual([await standing(left), await standing(own)], [true, true])
  child.kill('SIGKILL')
  await once(child, 'exit')
  await sweepScratch()
  assert.deepEqual([await standing(left), await standing(own)], [false, true])
  await removeScratch(own)
  assert.equal(await standing(own), false)
})
