import { main } from './assay/main.ts'

process.exitCode = await main(process.argv.slice(2))
