import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { csvLine } from '../../../../shared/csv.ts'
import { elapsedMs } from '../../../../server/platform/clock.ts'
import { removeScratch, scratchFolder } from '../../../../server/platform/scratch.ts'
import { checkList, openListFile } from '../../../../server/surfaces/lists/lists.ts'
import { affiliations } from './affiliations.ts'
import type { MadeUpList } from './madeUp.ts'
import { namesInScripts, organisations } from './organisations.ts'
import { historical, persons, personsWithoutHeader, voters } from './persons.ts'

const lists = {
  persons,
  personsWithoutHeader,
  voters,
  historical,
  organisations,
  namesInScripts,
  affiliations,
} as const
const ROWS = 5000
const AT_LEAST = 0.9

/** Matches made-up lists as `assay match` does with a file of which it knows nothing, and says how right it was. */
export async function measureLists(rows: number, only?: string): Promise<void> {
  for (const [name, list] of Object.entries(lists))
    if (only === undefined || name === only) await measure(list(rows > 0 ? rows : ROWS))
}

async function measure(list: MadeUpList): Promise<void> {
  const scratch = await scratchFolder('match')
  try {
    const file = path.join(scratch, 'list.csv')
    await written(list, file)
    const [startedAt, usage] = [elapsedMs(), process.cpuUsage()]
    const opened = await openListFile({ file, name: 'list.csv', scratch }, {})
    const pairs: (readonly [string, string, number])[] = []
    for await (const some of checkList(opened, { atLeast: 0.1, folder: path.join(scratch, 'work') }))
      for (const { left, right, probability } of some) pairs.push([left, right, probability])
    const { user, system } = process.cpuUsage(usage)
    const took = `${((elapsedMs() - startedAt) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of CPU`
    const meant = opened.meaning.columns.map(({ column, meaning }) => `${column}=${meaning}`).join(' ')
    const named = `${list.name}, ${list.rows.length.toLocaleString('en')} rows`
    process.stdout.write(`${named}: ${took}\n  ${opened.meaning.kind}: ${meant}\n`)
    for (const least of [0.5, AT_LEAST, 0.98]) process.stdout.write(`  ${least}: ${figures(list, pairs, least)}\n`)
  } finally {
    await removeScratch(scratch)
  }
}

async function written({ columns, rows }: MadeUpList, file: string): Promise<void> {
  const to = createWriteStream(file)
  if (columns.length > 0) to.write(csvLine(columns))
  for (const row of rows) to.write(csvLine(row))
  to.end()
  await finished(to)
}

function figures(
  { entities }: MadeUpList,
  pairs: readonly (readonly [string, string, number])[],
  least: number,
): string {
  const isOne = (left: string, right: string): boolean => entities[Number(left) - 1] === entities[Number(right) - 1]
  const said = pairs.filter(([, , probability]) => probability >= least)
  const right = said.filter(([one, other]) => isOne(one, other)).length
  const inTruth = [...Map.groupBy(entities, (entity) => entity).values()].reduce(
    (sum, { length }) => sum + (length * (length - 1)) / 2,
    0,
  )
  const share = (part: number, whole: number): string => (whole === 0 ? 'none' : (part / whole).toFixed(3))
  return `precision ${share(right, said.length)}  recall ${share(right, inTruth)}  F1 ${share(2 * right, said.length + inTruth)}`
}
