import { createInterface } from 'node:readline'
import { outliveFaults, start } from '../../server/main.ts'

// A whole Assay that makes mistakes when it is told to, for tests of what becomes of it then.
outliveFaults(await start())
createInterface({ input: process.stdin }).on('line', (mistake) => {
  if (mistake === 'reject') void Promise.reject(new Error('a promise nobody waits for'))
  if (mistake === 'throw') setImmediate(() => raise(new Error('an error nobody catches')))
})

function raise(error: Error): never {
  throw error
}
