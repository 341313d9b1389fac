import { parseArgs } from 'node:util'
import { beginAgain } from '../server/platform/beginAgain.ts'
import { buildWhenStale } from './web.ts'

const USAGE = `npm start                  starts Assay
npm start -- --demo        starts it with an org full of demonstration records
`

try {
  const { values } = parseArgs({
    options: { demo: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
  })
  if (values.help) {
    process.stdout.write(USAGE)
  } else {
    // What building took stays with a program that is over.
    if (await buildWhenStale()) beginAgain()
    const { outliveFaults, start } = await import('../server/main.ts')
    outliveFaults(await start({ demo: values.demo }))
  }
} catch (error) {
  // A sentence for the operator; where it happened only helps who asked for it.
  const detailed = process.env.LOG_LEVEL === 'debug' && error instanceof Error ? error.stack : undefined
  process.stderr.write(`${detailed ?? (error instanceof Error ? error.message : String(error))}\n`)
  process.exit(1)
}
