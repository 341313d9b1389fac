import { enableCompileCache } from 'node:module'
import { main } from './assay/main.ts'

// Most of a short command's time is reading the program.
enableCompileCache()
process.exitCode = await main(process.argv.slice(2))
