import { runSuite } from './tests.ts'
import { inRoot, run, tool, type Step } from './terminal.ts'

/** Everything that is known without running the program. */
export const CHECKS: readonly Step[] = [
  {
    name: 'types',
    way: 'Mend what the type checker names above. Alone: npx tsc',
    run: () => run(tool('typescript/bin/tsc', '--noEmit')),
  },
  {
    name: 'lint',
    way: 'Mend what the linter names above. Alone: npx oxlint --type-aware',
    run: () => run(tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings')),
  },
  {
    name: 'format',
    way: 'Run: npm run format',
    run: () => run(tool('oxfmt/bin/oxfmt', '--check')),
  },
  {
    name: 'architecture',
    way: 'Each failure above names the rule, the file and the way on.',
    run: () => runSuite({ patterns: ['test/architecture.test.ts'] }),
  },
  {
    name: 'dead code',
    way: 'Delete what nobody calls, or call it. Alone: npx knip',
    run: () => run(tool('knip/bin/knip.js', '--no-progress')),
  },
  {
    name: 'schema drift',
    way: 'Run npm run schema and commit db/schema.sql with the migration.',
    run: () => run({ program: process.execPath, args: [inRoot('bin', 'schema.ts'), '--check'] }),
  },
]
