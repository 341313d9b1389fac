import { enableCompileCache } from 'node:module'
import { parseArgs } from 'node:util'
import { buildWebWhenStale } from './web.ts'

const USAGE = `npm start                  starts Assay
npm start -- --demo        starts it with an org full of demonstration records
`

// Half of a second start is reading the program.
enableCompileCache()
try {
  const { values } = parseArgs({
    options: { demo: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
  })
  if (values.help) {
    process.stdout.write(USAGE)
  } else {
    await buildWebWhenStale()
    const { outliveFaults, start } = await import('../server/main.ts')
    outliveFaults(await start({ demo: values.demo }))
  }
} catch (error) {
  // A sentence for the operator; where it happened only helps who asked for it.
  const detailed = process.env.LOG_LEVEL === 'debug' && error instanceof Error ? error.stack : undefined
  process.stderr.write(`${detailed ?? (error instanceof Error ? error.message : String(error))}\n`)
  process.exit(1)
}
