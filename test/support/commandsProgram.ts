// A program that carries out one command after the other as they are typed to it, for tests that would start one for each.
import { Readable } from 'node:stream'
import { main } from '../../bin/assay/main.ts'
import type { Ended, Typed } from './commands.ts'

const { env } = process
const signals = ['SIGINT', 'SIGTERM'] as const
let earlier: Promise<unknown> = Promise.resolve()

process.on('message', (typed: Typed) => {
  earlier = earlier.then(async () => process.send?.(await carryOut(typed)))
})
// What a command leaves behind, such as connections kept for the next request, ends with the program.
process.once('disconnect', () => process.exit())

async function carryOut({ words, input, env: more }: Typed): Promise<Ended> {
  process.env = { ...env, ...more }
  Object.defineProperty(process, 'stdin', { value: Readable.from([Buffer.from(input)]), configurable: true })
  const [out, said] = [kept(process.stdout), kept(process.stderr)]
  const status = await main(words)
  // A program of its own would end now, and listen to nobody any more.
  for (const signal of signals) process.removeAllListeners(signal)
  return { status, out: out(), said: said() }
}

/** Keeps what is written, and answers how to have it. */
function kept(stream: NodeJS.WriteStream): () => string {
  const parts: string[] = []
  stream.write = (part: string | Uint8Array) => {
    parts.push(typeof part === 'string' ? part : Buffer.from(part).toString('utf8'))
    return true
  }
  return () => parts.join('')
}
