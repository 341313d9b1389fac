import { elapsedMs } from '../../../server/platform/clock.ts'
import { copyOutCeiling } from './ceilings.ts'
import { percentOf, shown, type Figure } from './figures.ts'
import { cpuSeconds, memoryMb, type BenchServer } from './server.ts'

interface Run {
  readonly Id: string
  readonly state: string
  readonly stage: string
  readonly groups: number
  readonly compared: number
  readonly records: number
}

/** A search through all leads, as somebody starts it in the web; `runId` is for what comes after. */
export async function searchAll(
  server: BenchServer,
): Promise<{ readonly runId: string; readonly figures: readonly Figure[] }> {
  const read = await copyOutCeiling(server.dataFolder, 'lead')
  const [resting, used] = [await memoryMb(server.pid), await cpuSeconds(server.pid)]
  const startedAt = elapsedMs()
  const { Id } = (await server.call('POST', '/api/duplicate-runs', { scope: 'Lead' })) as Run
  let mostMb = 0
  const stages = new Map<string, number>()
  const run = await until(
    async () => {
      mostMb = Math.max(mostMb, await memoryMb(server.pid))
      const seen = (await server.call('GET', `/api/duplicate-runs/${Id}`)) as Run
      stages.set(seen.stage, (elapsedMs() - startedAt) / 1000)
      return seen
    },
    ({ state }) => state === 'done',
  )
  const seconds = (elapsedMs() - startedAt) / 1000
  const processor = (await cpuSeconds(server.pid)) - used
  const sorted = sortCeiling(run.records)
  const perSecond = run.records / seconds
  return {
    runId: Id,
    figures: [
      {
        name: 'whole-database search, records',
        value: perSecond,
        unit: '/s',
        target: '≥ 16,700 (a million in 60 s)',
        ceiling: `reading alone ${shown(read)}/s (${percentOf(perSecond, read)}), sorting ten keys a record ${shown(sorted)}/s`,
        note: `${seconds.toFixed(1)} s, ${run.groups} groups, ${run.compared} pairs compared; ${[...stages].map(([stage, at]) => `${stage} until ${at.toFixed(1)} s`).join(', ')}`,
      },
      { name: 'processor time for it, all of the program', value: processor, unit: 's' },
      {
        name: 'memory meanwhile, at most',
        value: mostMb,
        unit: 'MB',
        target: '< 2,000',
        note: `${Math.round(resting)} MB before`,
      },
    ],
  }
}

/** Records a second when ten keys of each are sorted and nothing else is done. */
function sortCeiling(records: number): number {
  const keys = Float64Array.from({ length: records * 10 }, (_, at) => (at * 2_654_435_761) % 2 ** 53)
  const startedAt = elapsedMs()
  keys.sort()
  return (records * 1000) / (elapsedMs() - startedAt)
}

/** Looks again and again; whatever failed throws. */
export async function until<T>(look: () => Promise<T>, isThrough: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look()
    if (isThrough(seen)) return seen
    if ((seen as { state?: string }).state === 'failed') throw new Error('The work has failed; the log says why.')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
