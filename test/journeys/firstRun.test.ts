import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { freePort } from '../support/postgres.ts'
import { assertAccessible, launchBrowser } from './support.ts'

test('the first run prints a link that makes the administrator, once', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'assay-first-'))
  // For root PostgreSQL runs as another user, who has to pass through.
  await chmod(folder, 0o711)
  const program = run(folder, await freePort())
  const browser = await launchBrowser()
  try {
    const link = await printed(program, /https?:\S+\/welcome\?token=\S+/)
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(new URL('/', link).href)
    await page.getByText('it printed a link: open that link to become the administrator').waitFor()
    await page.goto(link)
    await page.getByRole('heading', { name: 'Welcome to Assay' }).waitFor()
    await assertAccessible(page)
    await page.getByLabel('Organization').fill('Nordwind Engineering')
    await page.getByLabel('Your name').fill('Ada Okafor')
    await page.getByLabel('E-mail').fill('ada@nordwind.example')
    await page.getByRole('textbox', { name: 'Password' }).fill('nine blue whales')
    await page.getByRole('button', { name: 'Create administrator' }).click()
    await page.getByRole('heading', { name: /Ada/ }).waitFor()
    assert.equal(await page.getByText('Nordwind Engineering').first().isVisible(), true)

    const again = await (await browser.newContext()).newPage()
    await again.goto(link)
    await again.getByLabel('Organization').fill('Somebody else')
    await again.getByLabel('Your name').fill('Eve')
    await again.getByLabel('E-mail').fill('eve@nordwind.example')
    await again.getByRole('textbox', { name: 'Password' }).fill('nine blue whales')
    await again.getByRole('button', { name: 'Create administrator' }).click()
    await again.getByRole('alert').waitFor()
  } finally {
    await browser.close()
    await ended(program)
    await rm(folder, { recursive: true, force: true })
  }
})

function run(folder: string, port: number): ChildProcess {
  const { ASSAY_ADMIN_EMAIL: _email, ASSAY_ADMIN_PASSWORD: _password, DATABASE_URL: _url, ...env } = process.env
  return spawn(process.execPath, ['bin/start.ts'], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: {
      ...env,
      PORT: String(port),
      HOST: '127.0.0.1',
      ASSAY_URL: `http://127.0.0.1:${port}`,
      ASSAY_DATA: path.join(folder, 'data'),
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

const printed = (program: ChildProcess, wanted: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ''
    const listen = (piece: Buffer) => {
      said += piece.toString()
      const found = wanted.exec(said)
      if (found !== null) resolve(found[0])
    }
    program.stdout?.on('data', listen)
    program.stderr?.on('data', listen)
    program.once('exit', (code) => reject(new Error(`The program ended with ${code} and said: ${said}`)))
  })

const ended = (program: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (program.exitCode !== null) return resolve()
    program.once('exit', () => resolve())
    program.kill('SIGTERM')
  })
