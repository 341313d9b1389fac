import { copyCeiling } from '../support/ceilings.ts'
import { load, percentOf, shown, type Figure } from '../support/figures.ts'
import { leadMaker } from '../support/people.ts'
import { rate, say, type SalesforceBench } from './bench.ts'

const DATA = '/services/data/v64.0'
const A_COLLECTION = 200
const COLLECTIONS = 100
const WARM_UP = 20
const AT_ONCE = 4

/** Single records and collections over REST. */
export async function restFigures(bench: SalesforceBench): Promise<readonly Figure[]> {
  const { server, headers, ceilings } = bench
  say(`${(COLLECTIONS * A_COLLECTION).toLocaleString('en')} leads are made in collections of ${A_COLLECTION}`)
  const made = await makeCollections(bench)
  const copied = await copyCeiling(server.dataFolder, 'lead')
  const lookUps = await ceilings.lookUps()
  say('single leads are read and made')
  let at = 0
  const read = await load({
    url: server.url,
    headers,
    next: () => ({ method: 'GET', path: `${DATA}/sobjects/Lead/${made.ids[at++ % made.ids.length]}` }),
  })
  const few = await load({
    url: server.url,
    headers,
    next: () => ({
      method: 'GET',
      path: `${DATA}/sobjects/Lead/${made.ids[at++ % made.ids.length]}?fields=Id,Name,Company,Status`,
    }),
  })
  const newLead = leadMaker(9_000_001)
  const created = await load({
    url: server.url,
    headers,
    next: () => ({ method: 'POST', path: `${DATA}/sobjects/Lead`, body: JSON.stringify(newLead()) }),
  })
  return [
    rate('one whole lead read by id, 16 connections', read, '≥ 2,000/s', ['prepared look-ups', lookUps]),
    rate('four fields of one lead read by id', few, '', ['prepared look-ups', lookUps]),
    rate('one lead created with every rule, 16 connections', created, '≥ 500/s', ['bare HTTP', ceilings.http]),
    {
      name: `leads created in collections of ${A_COLLECTION} with every rule`,
      value: made.perSecond,
      unit: 'records/s',
      target: '≥ 10,000',
      ceiling: `bare COPY ${shown(copied)}/s (${percentOf(made.perSecond, copied)})`,
      note: `${AT_ONCE} at once${made.failed > 0 ? `, ${made.failed} FAILED` : ''}`,
    },
  ]
}

type Made = { readonly ids: readonly string[]; readonly perSecond: number; readonly failed: number }

/** Bodies are written before the clock starts: the client's own work is not what is measured. */
async function makeCollections({ server, headers }: SalesforceBench): Promise<Made> {
  const newLead = leadMaker(5_000_001)
  const bodies = Array.from({ length: WARM_UP + COLLECTIONS }, () =>
    JSON.stringify({
      records: Array.from({ length: A_COLLECTION }, () => ({ attributes: { type: 'Lead' }, ...newLead() })),
    }),
  )
  const ids: string[] = []
  let failed = 0
  const sendUntil = async (left: number): Promise<void> => {
    while (bodies.length > left) {
      const body = bodies.pop()
      const answer = await fetch(`${server.url}${DATA}/composite/sobjects`, { method: 'POST', headers, body })
      const results: unknown = await answer.json()
      for (const result of Array.isArray(results) ? results : []) {
        if (result.success === true) ids.push(result.id)
        else failed++
      }
    }
  }
  // As every other load is: the first requests only make the program ready.
  await Promise.all(Array.from({ length: AT_ONCE }, () => sendUntil(COLLECTIONS)))
  const [started, before] = [performance.now(), ids.length]
  await Promise.all(Array.from({ length: AT_ONCE }, () => sendUntil(0)))
  return { ids, perSecond: ((ids.length - before) * 1000) / (performance.now() - started), failed }
}
