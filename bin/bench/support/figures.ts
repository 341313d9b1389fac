import autocannon from 'autocannon'

/** One figure beside what it is held against: the target of the product and the ceiling of this machine in this run. */
export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly target?: string
  readonly ceiling?: string
  readonly note?: string
}

export function printFigures(title: string, figures: readonly Figure[]): void {
  const rows = figures.map(({ name, value, unit, target, ceiling, note }) => [
    name,
    `${shown(value)} ${unit}`,
    target ?? '',
    ceiling ?? '',
    note ?? '',
  ])
  const heads = ['figure', 'measured', 'target', 'ceiling in this run', '']
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  process.stdout.write(`\n${title}\n${[heads, ...rows].map(line).join('\n')}\n`)
}

export const shown = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)

export const percentOf = (value: number, ceiling: number): string => `${Math.round((100 * value) / ceiling)} %`

export type Load = {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly failed: number
}

export type LoadOptions = {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly seconds?: number
  readonly connections?: number
  /** The next request: its method, path and body. */
  readonly next?: () => { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string }
}

/** Sends requests as fast as they are answered, from a number of connections, after a short warm-up. */
export async function load({ url, headers = {}, seconds = 10, connections = 16, next }: LoadOptions): Promise<Load> {
  const options = {
    url,
    connections,
    headers: { ...headers },
    ...(next === undefined
      ? {}
      : { requests: [{ setupRequest: (request: autocannon.Request) => ({ ...request, ...next() }) }] }),
  }
  await autocannon({ ...options, duration: 2 })
  const result = await autocannon({ ...options, duration: seconds })
  return {
    perSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failed: result.non2xx + result.errors,
  }
}
