import { leadMaker, type BenchLead, type Cities } from './people.ts'
import { cpuSeconds, memoryMb, type BenchServer } from './server.ts'

export type Imported = {
  readonly rowsPerSecond: number
  readonly created: number
  readonly refused: number
  readonly mostMb: number
  /** Of both processors, the program's and PostgreSQL's together. */
  readonly cpuUsPerRow: number
}

/** How far an import is, as the API answers it. */
export type Progress = {
  readonly Id: string
  readonly state: string
  readonly problem: string | null
  readonly startedAt: string
  readonly finishedAt: string
  readonly counts: { readonly created?: number; readonly known?: number; readonly refused?: number }
}

const GIVES_UP_AFTER_MS = 300_000
// A large file takes as long as it takes; slower than this it is stuck.
const SLOWEST_ROWS_PER_SECOND = 500
// Adding up the memory of all processes takes a core 20 ms.
const LOOKS_EVERY_MS = 1000

/** Which made-up leads. */
export type Made = { readonly seed?: number; readonly cities?: Cities }

/** Sends a file of made-up leads through the import, as a person's browser would, and waits for its end. */
export async function importLeads(
  server: BenchServer,
  howMany: number,
  { seed = 1, cities }: Made = {},
): Promise<Imported> {
  const form = new FormData()
  form.set('object', 'Lead')
  form.set('file', new Blob([csvOf(howMany, { seed, cities })], { type: 'text/csv' }), 'leads.csv')
  const { 'content-type': _, ...headers } = server.headers
  const answer = await fetch(`${server.url}/api/imports`, { method: 'POST', headers, body: form })
  const made = (await answer.json()) as Progress
  if (!answer.ok) throw new Error(`The import was refused: ${JSON.stringify(made)}`)
  const started = performance.now()
  const givesUpAfterMs = Math.max(GIVES_UP_AFTER_MS, (howMany * 1000) / SLOWEST_ROWS_PER_SECOND)
  const cpuBefore = await cpuSeconds(server.pid)
  await server.call('POST', `/api/imports/${made.Id}/start`, {})
  let mostMb = 0
  for (;;) {
    const progress = (await server.call('GET', `/api/imports/${made.Id}`)) as Progress
    mostMb = Math.max(mostMb, await memoryMb(server.pid))
    if (progress.state === 'failed' || performance.now() - started > givesUpAfterMs)
      throw new Error(`The import stands at '${progress.state}': ${progress.problem ?? 'no reason given'}.`)
    if (progress.state === 'done') {
      return {
        rowsPerSecond: (howMany * 1000) / (Date.parse(progress.finishedAt) - Date.parse(progress.startedAt)),
        created: progress.counts.created ?? 0,
        refused: progress.counts.refused ?? 0,
        mostMb,
        cpuUsPerRow: (((await cpuSeconds(server.pid)) - cpuBefore) * 1e6) / howMany,
      }
    }
    await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS))
  }
}

/** Sends any file of leads through the import and waits for its end. */
export async function importFile(
  server: BenchServer,
  { name, content, options }: { readonly name: string; readonly content: string; readonly options?: object },
): Promise<Progress> {
  const made = (await server.call('POST', '/api/imports', { name, content, object: 'Lead' })) as Progress
  if (options !== undefined) await server.call('PATCH', `/api/imports/${made.Id}`, { options })
  await server.call('POST', `/api/imports/${made.Id}/start`, {})
  const started = performance.now()
  for (;;) {
    const progress = (await server.call('GET', `/api/imports/${made.Id}`)) as Progress
    if (progress.state === 'done') return progress
    if (progress.state === 'failed' || performance.now() - started > GIVES_UP_AFTER_MS)
      throw new Error(`The import stands at '${progress.state}': ${progress.problem ?? 'no reason given'}.`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function csvOf(howMany: number, { seed = 1, cities }: Made): string {
  const next = leadMaker(seed, cities)
  const lines: string[] = []
  for (let row = 0; row < howMany; row++) lines.push(Object.values(next()).join(','))
  const names: readonly (keyof BenchLead)[] = [
    'FirstName',
    'LastName',
    'Company',
    'Email',
    'Phone',
    'Title',
    'City',
    'LeadSource',
    'Industry',
  ]
  return `${names.join(',')}\n${lines.join('\n')}\n`
}
