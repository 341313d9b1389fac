import { elapsedMs } from '../../server/platform/clock.ts'
import { connectedTo, plantDuplicates, recordWithTimeline } from './support/duplicates.ts'
import { printFigures, shown, type Figure } from './support/figures.ts'
import { startBenchServer, type BenchServer } from './support/server.ts'
import { hasAllIndexes, storeLeads } from './support/storedLeads.ts'
import { searchAll, until } from './support/wholeSearch.ts'

/** Leads searched through; `npm run bench -- dedupe 1000000` for a million. */
const LEADS = Number(process.argv[3] ?? 100_000)
const GROUPS = 10_000
const TIMELINE = 100_000

type Merge = {
  readonly Id: string
  readonly state: string
  readonly merged: number
  readonly refused: number
  readonly undone: number
}

/**
 * A search through all leads, merging what it found in bulk, and merging one record that much hangs on. Where indexes were left out
 * nothing is merged: without them it would take as long as no installation ever does.
 */
export async function run(): Promise<void> {
  const server = await startBenchServer()
  try {
    say(`${LEADS.toLocaleString('en')} leads are stored`)
    await connectedTo(server.dataFolder, (client) => storeLeads(client, LEADS))
    await plantDuplicates(server.dataFolder, GROUPS)
    printFigures(
      `Duplicates among ${(LEADS + GROUPS).toLocaleString('en')} leads, ${GROUPS.toLocaleString('en')} of them there twice`,
      [...(await searched(server)), ...(hasAllIndexes(LEADS) ? await bigMerge(server) : [])],
    )
  } finally {
    await server.stop()
  }
}

const say = (what: string): void => void process.stdout.write(`… ${what}\n`)

async function searched(server: BenchServer): Promise<Figure[]> {
  say('all leads are searched')
  const { runId, figures } = await searchAll(server)
  if (!hasAllIndexes(LEADS)) return [...figures]
  say('what was found is merged in bulk')
  const mergedAt = elapsedMs()
  const merge = (await server.call('POST', `/api/duplicate-runs/${runId}/merges`, {
    certainty: 0.8,
    masterRule: 'most_complete',
  })) as Merge
  const latest = async (): Promise<Merge> =>
    ((await server.call('GET', `/api/duplicate-runs/${runId}/merges`)) as { merges: Merge[] }).merges[0] ?? merge
  const merged = await until(latest, ({ state }) => state === 'done')
  const mergeSeconds = (elapsedMs() - mergedAt) / 1000
  const undoneAt = elapsedMs()
  await server.call('POST', `/api/bulk-merges/${merge.Id}/acts`, { act: 'undo' })
  const undone = await until(latest, ({ state }) => state === 'undone')
  return [
    ...figures,
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
