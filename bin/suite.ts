// Runs test files in this one process: forty files take under a second so, and thirteen with a process each.
import { flushCompileCache } from 'node:module'
import path from 'node:path'
import { before, describe } from 'node:test'
import { pathToFileURL } from 'node:url'
// Here rather than in the first suite that needs it: what it clears away at the end, it clears away after the last one.
import '../test/support/database.ts'
import { ROOT } from './terminal.ts'

// The browser and the server of the journeys, for the same reason.
if (process.argv.slice(2).some((file) => file.includes('journeys'))) await import('../test/journeys/support.ts')

// For the programs that the tests start.
before(() => flushCompileCache())

// Each file is a suite, so that what it sets up is there for its own tests only, and its failure is its own.
for (const file of process.argv.slice(2))
  describe(path.relative(ROOT, file), async () => {
    await import(pathToFileURL(file).href)
  })
