import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { after, before, test } from 'node:test'
import { freePort } from '../../test/support/postgres.ts'

let dataFolder = ''
let address = ''
let port = 0

before(async () => {
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'assay-faults-'))
  port = await freePort()
  address = `http://127.0.0.1:${port}`
})

after(() => rm(dataFolder, { recursive: true, force: true }))

/** Resolves with the next line that says so. */
const line = (lines: Interface, says: RegExp): Promise<string> =>
  new Promise((resolve) => {
    const look = (text: string): void => {
      if (!says.test(text)) return
      lines.off('line', look)
      resolve(text)
    }
    lines.on('line', look)
  })

const signIn = async (): Promise<number> =>
  (
    await fetch(`${address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ada@nordwind.example', password: 'nine blue whales' }),
    })
  ).status

test('what nobody caught stops the service for nobody, and the program is the same to whoever started it', async () => {
  const program = spawn(process.execPath, [path.join(import.meta.dirname, '../../test/support/faultyProgram.ts')], {
    env: {
      ...process.env,
      PORT: String(port),
      ASSAY_DATA: dataFolder,
      ASSAY_ADMIN_EMAIL: 'ada@nordwind.example',
      ASSAY_ADMIN_PASSWORD: 'nine blue whales',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  try {
    const lines = createInterface({ input: program.stdout })
    await line(lines, /ready/)
    assert.equal(await signIn(), 200)

    const rejected = line(lines, /a promise nobody waits for/)
    program.stdin.write('reject\n')
    assert.match(await rejected, /The program goes on/)
    assert.equal(await signIn(), 200)

    const [thrown, again] = [line(lines, /an error nobody catches/), line(lines, /ready/)]
    program.stdin.write('throw\n')
    assert.match(await thrown, /the program begins again/)
    await again
    assert.equal(program.exitCode, null)
    assert.equal(await signIn(), 200)

    program.kill('SIGTERM')
    assert.deepEqual(await once(program, 'exit'), [0, null])
  } finally {
    program.kill('SIGKILL')
  }
})
