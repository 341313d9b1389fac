import { readdirSync } from 'node:fs'

// npm run bench -- NAME: runs bin/bench/NAME.ts and prints its figures; without a name it lists them.
const names = readdirSync(new URL('bench/', import.meta.url))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))

const name = process.argv[2]
if (name === undefined || !names.includes(name)) {
  console.log(`Benchmarks: ${names.join(', ')}. Run one with: npm run bench -- NAME`)
  process.exitCode = name === undefined ? 0 : 2
} else {
  const bench: { readonly run: () => Promise<void> } = await import(`./bench/${name}.ts`)
  await bench.run()
}
