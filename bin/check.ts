import { CHECKS } from './checks.ts'
import { runSteps, tellFailures } from './terminal.ts'

const results = await runSteps(CHECKS)
tellFailures(results)
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1
