import assert from 'node:assert/strict'
import os from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import axe, { type AxeResults } from 'axe-core'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { start, type Running } from '../../server/main.ts'
import { readConfig } from '../../server/platform/config.ts'
import type { Database } from '../../server/platform/tx.ts'
import { freePort, makeDatabase, stopTestPostgres, urlOf } from '../support/postgres.ts'

/** Somebody at a browser: the page they look at, and the API with their session. */
export type Desk = {
  readonly page: Page
  readonly url: string
  /** For what a story cannot wait for: days that pass. */
  readonly db: Database
  /** Calls the API as the person; refused calls fail the journey with what the server said. */
  readonly call: <T = Made>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', address: string, body?: unknown) => Promise<T>
  /** Opens a page of the web and waits until nothing is loading. */
  readonly open: (address: string) => Promise<void>
}

export type Made = { readonly Id: string; readonly id: string }

export type Sight = {
  readonly phone?: boolean
  readonly dark?: boolean
  /** The role of who sits there; the administrator unless given. */
  readonly role?: 'administrator' | 'manager' | 'marketing' | 'vetter' | 'sales' | 'read_only'
}

const ADMINISTRATOR = { email: 'ada@nordwind.example', password: 'nine blue whales' }
type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>

type Stage = {
  readonly running: Running
  readonly drop: () => Promise<void>
  readonly sessions: Map<string, SignedIn>
}
let browser: Promise<Browser> | undefined
let stage: Promise<Stage> | undefined

// Far above what anything takes, so that a busy machine fails no story.
const LONGEST_WAIT_MS = 45_000

after(async () => {
  await clearStage()
  await (await browser)?.close()
  await stopTestPostgres()
})

/** Ends the server and the database of the stories so far; the next story finds an org without records. */
export async function clearStage(): Promise<void> {
  const cleared = await stage
  stage = undefined
  await cleared?.running.stop()
  await cleared?.drop()
}

/** Plays a story in Chromium at a real server on a fresh database, which the stories of one file share. */
export async function journey(story: (desk: Desk) => Promise<void>, sight: Sight = {}): Promise<void> {
  stage ??= setUp()
  browser ??= launchBrowser()
  const { running, sessions } = await stage
  const role = sight.role ?? 'administrator'
  const viewport = sight.phone === true ? { width: 390, height: 844 } : { width: 1440, height: 900 }
  const known = sessions.get(role)
  const context = await (
    await browser
  ).newContext({
    baseURL: running.url,
    viewport,
    colorScheme: sight.dark === true ? 'dark' : 'light',
    reducedMotion: 'reduce',
    ...(known === undefined ? {} : { storageState: known }),
  })
  context.setDefaultTimeout(LONGEST_WAIT_MS)
  try {
    if (known === undefined) {
      await signIn(context, running.url, role)
      sessions.set(role, await context.storageState())
    }
    await playedWithoutFaults(await context.newPage(), (page) => story(deskOf(context, page, running)))
  } finally {
    await context.close()
  }
}

/** Fails when the page threw something nobody caught. */
async function playedWithoutFaults(page: Page, story: (page: Page) => Promise<void>): Promise<void> {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  try {
    await story(page)
  } catch (error) {
    const picture = path.join(os.tmpdir(), `assay-journey-${Date.now()}.png`)
    // The story's own fault is what counts, even of a page that cannot be pictured any more.
    const told = await page.screenshot({ path: picture }).then(
      () => picture,
      () => 'it could not be pictured',
    )
    process.stderr.write(`The page as it stood, at ${page.url()}: ${told}\n`)
    throw error
  }
  assert.deepEqual(faults, [], 'the page threw')
}

/** Zero axe violations on the page as it stands, each named by its rule and the elements at fault. */
export async function assertAccessible(page: Page): Promise<void> {
  // Brought into each page once, and no page of its own to count in: a third of the time of the usual wrapper.
  if (!(await page.evaluate<boolean>('typeof axe === "object"'))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })")
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
    [],
  )
}

function deskOf(context: BrowserContext, page: Page, { url, db }: Running): Desk {
  return {
    page,
    url,
    db,
    call: (method, address, body) => callApi(context, method, address, body),
    open: async (address) => {
      await page.goto(address)
      await page.locator('h1').first().waitFor({ state: 'attached' })
      await settled(page)
    },
  }
}

/** Waits until no skeleton stands on the page any more. */
export const settled = (page: Page): Promise<void> =>
  page.locator('[role="status"][aria-busy="true"]').first().waitFor({ state: 'detached' })

async function callApi<T>(context: BrowserContext, method: string, address: string, body: unknown): Promise<T> {
  const answer = await context.request.fetch(`/api${address}`, {
    method,
    ...(body === undefined ? {} : { data: body }),
  })
  const text = await answer.text()
  assert.ok(answer.ok(), `${method} ${address}: ${answer.status()} ${text}`)
  return (text === '' ? undefined : JSON.parse(text)) as T
}

async function signIn(context: BrowserContext, url: string, role: string): Promise<void> {
  await callApi(context, 'POST', '/session', ADMINISTRATOR)
  if (role === 'administrator') return
  const user = await callApi<Made>(context, 'POST', '/users', {
    FirstName: 'Rea',
    LastName: role,
    Email: `${role}@nordwind.example`,
    Role: role,
  })
  const invitation = await callApi<{ url: string }>(context, 'POST', `/users/${user.Id}/invitation`, {})
  await context.clearCookies()
  const token = new URL(invitation.url, url).searchParams.get('token')
  await callApi(context, 'POST', '/invitations/accept', { token, password: ADMINISTRATOR.password })
}

async function setUp(): Promise<Stage> {
  const [{ connection, drop }, port] = await Promise.all([makeDatabase(), freePort()])
  const config = readConfig({
    PORT: String(port),
    ASSAY_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: urlOf(connection),
    ASSAY_ADMIN_EMAIL: ADMINISTRATOR.email,
    ASSAY_ADMIN_PASSWORD: ADMINISTRATOR.password,
    LOG_LEVEL: 'error',
    WEBHOOK_NETWORKS: '127.0.0.1',
  })
  return { running: await start({ config }), drop, sessions: new Map() }
}

/** The Chromium that was found for the journeys; what stands before its camera is a file in Y4M. */
export const launchBrowser = ({ camera }: { readonly camera?: string } = {}): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.ASSAY_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      ...(camera === undefined
        ? []
        : [
            '--use-fake-ui-for-media-stream',
            '--use-fake-device-for-media-stream',
            `--use-file-for-fake-video-capture=${camera}`,
          ]),
    ],
    timeout: 3 * LONGEST_WAIT_MS,
  })
