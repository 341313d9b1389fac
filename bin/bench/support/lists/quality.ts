import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { csvLine } from '../../../../shared/csv.ts'
import { elapsedMs } from '../../../../server/platform/clock.ts'
import { removeScratch, scratchFolder } from '../../../../server/platform/scratch.ts'
import { checkList, openListFile } from '../../../../server/surfaces/lists/lists.ts'
import { affiliations } from './affiliations.ts'
import { customers, dealers } from './heldOut.ts'
import { institutions } from './institutions.ts'
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
  institutions,
  customers,
  dealers,
} as const
const ROWS = 5000
const AT_LEAST = 0.9

/** So little that whatever is compared is told. */
const COMPARED = 1e-9

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
    const pairs = await pairsOf(opened, 0.1, path.join(scratch, 'work'))
    const { user, system } = process.cpuUsage(usage)
    const took = `${((elapsedMs() - startedAt) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of CPU`
    const meant = opened.meaning.columns.map(({ column, meaning }) => `${column}=${meaning}`).join(' ')
    const named = `${list.name}, ${list.rows.length.toLocaleString('en')} rows`
    process.stdout.write(`${named}: ${took}\n  ${opened.meaning.kind}: ${meant}\n`)
    for (const least of [0.5, AT_LEAST, 0.98]) process.stdout.write(`  ${least}: ${figures(list, pairs, least)}\n`)
    process.stdout.write(`  ${losses(list, pairs, await pairsOf(opened, COMPARED, path.join(scratch, 'all')))}\n`)
  } finally {
    await removeScratch(scratch)
  }
}

type Pairs = readonly (readonly [left: string, right: string, probability: number])[]

async function pairsOf(
  opened: Awaited<ReturnType<typeof openListFile>>,
  atLeast: number,
  folder: string,
): Promise<Pairs> {
  const pairs: [string, string, number][] = []
  for await (const some of checkList(opened, { atLeast, folder }))
    for (const { left, right, probability } of some) pairs.push([left, right, probability])
  return pairs
}

async function written({ columns, rows }: MadeUpList, file: string): Promise<void> {
  const to = createWriteStream(file)
  if (columns.length > 0) to.write(csvLine(columns))
  for (const row of rows) to.write(csvLine(row))
  to.end()
  await finished(to)
}

const isOne = ({ entities }: MadeUpList, left: string, right: string): boolean =>
  entities[Number(left) - 1] === entities[Number(right) - 1]

const truePairs = ({ entities }: MadeUpList): number =>
  [...Map.groupBy(entities, (entity) => entity).values()].reduce(
    (sum, { length }) => sum + (length * (length - 1)) / 2,
    0,
  )

const share = (part: number, whole: number): string => (whole === 0 ? 'none' : (part / whole).toFixed(3))

const rightOf = (list: MadeUpList, pairs: Pairs, least: number): number =>
  pairs.filter(([one, other, probability]) => probability >= least && isOne(list, one, other)).length

function figures(list: MadeUpList, pairs: Pairs, least: number): string {
  const said = pairs.filter(([, , probability]) => probability >= least).length
  const [right, inTruth] = [rightOf(list, pairs, least), truePairs(list)]
  return `precision ${share(right, said)}  recall ${share(right, inTruth)}  F1 ${share(2 * right, said + inTruth)}`
}

/** Where true pairs are lost: no key brings them together, or they are compared and come to less. */
function losses(list: MadeUpList, pairs: Pairs, compared: Pairs): string {
  const [found, seen, inTruth] = [rightOf(list, pairs, AT_LEAST), rightOf(list, compared, 0), truePairs(list)]
  return `of ${inTruth} true pairs, never compared ${share(inTruth - seen, inTruth)}, compared and below ${AT_LEAST} ${share(seen - found, inTruth)}`
}
