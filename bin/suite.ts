// Runs test files in this one process: forty files take under a second so, and thirteen with a process each.
import hooks from 'node:async_hooks'
import { writeFile } from 'node:fs/promises'
import { flushCompileCache } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { ROOT } from './terminal.ts'

// node:test follows every promise from its making to its end: a twelfth of all the work of a run. It has to where tests are told,
// to know which suite they belong to; while they run, it would only name the test whose error nobody caught.
const { createHook } = hooks
let following: hooks.AsyncHook | undefined
hooks.createHook = (callbacks) => (following = createHook(callbacks))
const { after, before, describe } = await import('node:test')
hooks.createHook = createHook

let running = 'the tests'
for (const what of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(what, (error) => process.stderr.write(`\nNobody caught this while ${running} ran: ${inspect(error)}\n`))

// Here rather than in the first suite that needs it: what it clears away at the end, it clears away after the last one.
await import('../test/support/database.ts')

// The browser and the server of the journeys, for the same reason.
const journeys = process.argv.slice(2).some((file) => file.includes('journeys'))
  ? await import('../test/journeys/support.ts')
  : undefined

// The same examples each time, so that a run fails by what was changed. ASSAY_SEED takes others; a failure names its own.
fc.configureGlobal({ seed: Number(process.env.ASSAY_SEED ?? 20_260_401) })

// For the programs that the tests start.
before(() => flushCompileCache())

let nextIsThere = Promise.withResolvers<void>()
for (const [at, file] of process.argv.slice(2).entries()) {
  if (!(await isOurs(at))) continue
  running = path.relative(ROOT, file)
  const isThere = nextIsThere
  nextIsThere = Promise.withResolvers<void>()
  const ended = runFile(file, nextIsThere.promise)
  // A suite ends only when the next is there: with none left, Node runs what comes after the last one.
  isThere.resolve()
  await ended
}
nextIsThere.resolve()

/** Programs side by side have the same list; whoever marks a file first runs it. */
async function isOurs(at: number): Promise<boolean> {
  const taken = process.env.ASSAY_TESTS_TAKEN
  if (taken === undefined) return true
  return writeFile(path.join(taken, String(at)), '', { flag: 'wx' }).then(
    () => true,
    () => false,
  )
}

/** Each file is a suite, so that what it sets up is there for its own tests only, and its failure is its own. */
function runFile(file: string, next: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  following?.enable()
  describe(path.relative(ROOT, file), async () => {
    after(async () => {
      await journeys?.clearStage()
      resolve()
      await next
    })
    try {
      await import(pathToFileURL(file).href)
    } catch (error) {
      resolve()
      throw error
    } finally {
      following?.disable()
    }
  })
  return promise
}
