import os from 'node:os'
import { CHECKS } from './checks.ts'
import { findChromium } from './chromium.ts'
import { findSalesforceCli } from './salesforceCli.ts'
import { runSuite } from './tests.ts'
import { runSteps, tellFailures, type Step } from './terminal.ts'
import { buildWeb } from './web.ts'

const [which = 'all', ...only] = process.argv.slice(2)

// One program's tests wait for PostgreSQL, for other programs or for Chromium a third of their time, and need up to 2 GB with both.
const ROOM_FOR = Math.floor(process.availableMemory() / 2 ** 31)
const SIDE_BY_SIDE = Math.max(1, Math.min(ROOM_FOR, os.availableParallelism() + 1, 6))
const programs = only.length === 0 ? SIDE_BY_SIDE : 1

const server: Step = {
  name: 'server tests',
  way: 'Alone: npm test -- server, and words of a file name to run only those.',
  run: () =>
    runSuite({
      patterns: ['server/**/*.test.ts', 'shared/**/*.test.ts', 'bin/**/*.test.ts', 'web/**/*.test.ts'],
      only,
      programs,
    }),
}

const build: Step = { name: 'web build', way: 'Mend what Vite names above. Alone: npm run build', run: buildWeb }

const journeys: Step = {
  name: 'journeys',
  way: 'Alone: npm test -- journeys, and words of a file name to run only those.',
  run: async () => {
    const chromium = await findChromium()
    if (chromium.path === undefined) return { ok: false, output: chromium.sentence }
    return runSuite({
      patterns: ['test/journeys/**/*.test.ts'],
      only,
      env: { ASSAY_CHROMIUM: chromium.path },
      programs,
    })
  },
}

const clients: Step = {
  name: 'clients',
  way: 'Alone: npm run test:clients, and words of a file name to run only those.',
  run: async () => {
    const cli = await findSalesforceCli()
    if (cli.path === undefined) return { ok: false, output: cli.sentence }
    return runSuite({
      patterns: ['test/clients/**/*.test.ts'],
      only,
      env: { ASSAY_SALESFORCE_CLI: cli.path },
    })
  },
}

const choices: Readonly<Record<string, readonly Step[]>> = {
  all: [...CHECKS, server, build, journeys],
  check: CHECKS,
  server: [server],
  journeys: [build, journeys],
  clients: [clients],
}

const steps = choices[which]
if (steps === undefined) {
  process.stderr.write(`There is no '${which}' to test. Name one of: ${Object.keys(choices).join(', ')}.\n`)
  process.exit(2)
}
const results = await runSteps(steps)
tellFailures(results)
const passed = results.reduce((sum, result) => sum + result.passed, 0)
// A step that failed without any test of its own counts as one, so that the line never says all is well when it is not.
const failed = results.reduce((sum, result) => sum + (result.ok ? 0 : Math.max(result.failed, 1)), 0)
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
