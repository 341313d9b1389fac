import { elapsedMs } from '../../server/platform/clock.ts'
import { copyOutCeiling } from './support/ceilings.ts'
import { plantDuplicates, recordWithTimeline } from './support/duplicates.ts'
import { percentOf, printFigures, shown, type Figure } from './support/figures.ts'
import { importLeads } from './support/imports.ts'
import { memoryMb, startBenchServer, type BenchServer } from './support/server.ts'

/** Leads searched through; `npm run bench -- dedupe 1000000` for a million. */
const LEADS = Number(process.argv[3] ?? 100_000)
const GROUPS = 10_000
const TIMELINE = 100_000

type Run = {
  readonly Id: string
  readonly state: string
  readonly groups: number
  readonly compared: number
  readonly records: number
}
type Merge = {
  readonly Id: string
  readonly state: string
  readonly merged: number
  readonly refused: number
  readonly undone: number
}

/** A search through all leads, merging what it found in bulk, and merging one record that much hangs on. */
export async function run(): Promise<void> {
  const server = await startBenchServer()
  try {
    say(`${LEADS.toLocaleString('en')} leads are imported`)
    await importLeads(server, LEADS)
    await plantDuplicates(server.dataFolder, GROUPS)
    say('the ceilings are measured')
    const read = await copyOutCeiling(server.dataFolder, 'lead')
    const sorted = sortCeiling(LEADS)
    printFigures(
      `Duplicates among ${(LEADS + GROUPS).toLocaleString('en')} leads, ${GROUPS.toLocaleString('en')} of them there twice`,
      [...(await searched(server, read, sorted)), ...(await bigMerge(server))],
    )
  } finally {
    await server.stop()
  }
}

const say = (what: string): void => void process.stdout.write(`… ${what}\n`)

async function searched(server: BenchServer, read: number, sorted: number): Promise<Figure[]> {
  say('all leads are searched')
  const resting = await memoryMb(server.pid)
  const startedAt = elapsedMs()
  const { Id } = (await server.call('POST', '/api/duplicate-runs', { scope: 'Lead' })) as Run
  let mostMb = 0
  const run = await until(
    async () => {
      mostMb = Math.max(mostMb, await memoryMb(server.pid))
      return (await server.call('GET', `/api/duplicate-runs/${Id}`)) as Run
    },
    ({ state }) => state === 'done',
  )
  const seconds = (elapsedMs() - startedAt) / 1000
  say('what was found is merged in bulk')
  const mergedAt = elapsedMs()
  const merge = (await server.call('POST', `/api/duplicate-runs/${Id}/merges`, {
    certainty: 0.8,
    masterRule: 'most_complete',
  })) as Merge
  const latest = async (): Promise<Merge> =>
    ((await server.call('GET', `/api/duplicate-runs/${Id}/merges`)) as { merges: Merge[] }).merges[0] ?? merge
  const merged = await until(latest, ({ state }) => state === 'done')
  const mergeSeconds = (elapsedMs() - mergedAt) / 1000
  const undoneAt = elapsedMs()
  await server.call('POST', `/api/bulk-merges/${merge.Id}/acts`, { act: 'undo' })
  const undone = await until(latest, ({ state }) => state === 'undone')
  const perSecond = run.records / seconds
  return [
    {
      name: 'whole-database search, records',
      value: perSecond,
      unit: '/s',
      target: '≥ 16,700 (a million in 60 s)',
      ceiling: `reading alone ${shown(read)}/s (${percentOf(perSecond, read)}), sorting ten keys a record ${shown(sorted)}/s`,
      note: `${seconds.toFixed(1)} s, ${run.groups} groups, ${run.compared} pairs compared`,
    },
    {
      name: 'memory meanwhile, at most',
      value: mostMb,
      unit: 'MB',
      target: '< 2,000',
      note: `${Math.round(resting)} MB before`,
    },
    {
      name: `bulk merge of ${shown(merged.merged)} groups`,
      value: mergeSeconds,
      unit: 's',
      target: '< 60 (10,000 groups)',
      note: `${merged.refused} refused`,
    },
    { name: `undoing ${shown(undone.undone)} of them`, value: (elapsedMs() - undoneAt) / 1000, unit: 's' },
  ]
}

/** One lead with a long history is merged into another, as a person does it in the web. */
async function bigMerge(server: BenchServer): Promise<Figure[]> {
  say('a record with a long timeline is merged')
  const { master, loser } = await recordWithTimeline(server, TIMELINE)
  const startedAt = elapsedMs()
  await server.call('POST', '/api/leads/merge', { master, losers: [loser] })
  return [
    {
      name: `merging a lead with ${shown(TIMELINE)} timeline rows`,
      value: (elapsedMs() - startedAt) / 1000,
      unit: 's',
      target: '< 2',
    },
  ]
}

/** Records a second when ten keys of each are sorted and nothing else is done. */
function sortCeiling(records: number): number {
  const keys = Float64Array.from({ length: records * 10 }, (_, at) => (at * 2_654_435_761) % 2 ** 53)
  const startedAt = elapsedMs()
  keys.sort()
  return (records * 1000) / (elapsedMs() - startedAt)
}

async function until<T>(look: () => Promise<T>, isThrough: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look()
    if (isThrough(seen)) return seen
    if ((seen as { state?: string }).state === 'failed') throw new Error('The work has failed; the log says why.')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
