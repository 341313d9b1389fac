import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { importRoom, type ImportRoom } from '../../../test/support/importing.ts'
import { many, sql } from '../../platform/sql.ts'

let room: ImportRoom

before(async () => {
  room = await importRoom()
})
after(() => room.drop())

const NOW = 'now'

/** The days deals were made, closed, won, and came into the stage their history begins with. */
const daysOfDeals = (importId: number) =>
  room.read((tx) => {
    const day = (moment: string) =>
      sql.raw(
        `case when ${moment} > now() - interval '1 day' then '${NOW}' else to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD') end`,
      )
    return many<{ name: string; made: string; closed: string | null; won: string | null; history: string[] }>(
      tx,
      sql`
      select o.name, ${day('o.created_at')} as made, ${day('o.closed_at')} as closed, ${day('o.won_at')} as won,
        (select json_agg(${day('h.created_at')} order by h.id) from opportunity_history h where h.opportunity_id = o.id) as history
      from opportunity o where o.import_id = ${importId} order by o.name`,
    )
  })

test('deals of years ago were closed on the day the file says, not on the day of the import', async () => {
  await room.take('accounts.csv', 'Account Name,Industry\nFjord,Fishing\n', { object: 'Account' })
  const deals = await room.take(
    'old deals.csv',
    [
      'Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date',
      'a won,Fjord,Closed Won,100,2017-03-01,2016-10-20',
      'b lost,Fjord,Closed Lost,100,2017-04-02,2016-11-20',
      'c of an unknown beginning,Fjord,Closed Won,100,2017-05-03,',
      'd made after it closed,Fjord,Closed Won,100,2017-06-04,2017-06-09',
      'e open,Fjord,Prospecting,100,2099-07-05,2017-01-20',
      'f closing next year,Fjord,Closed Won,100,2099-07-05,2017-01-20',
    ].join('\n'),
    { object: 'Opportunity' },
  )
  assert.deepEqual(await daysOfDeals(deals.id), [
    { name: 'a won', made: '2016-10-20', closed: '2017-03-01', won: '2017-03-01', history: ['2017-03-01'] },
    { name: 'b lost', made: '2016-11-20', closed: '2017-04-02', won: null, history: ['2017-04-02'] },
    {
      name: 'c of an unknown beginning',
      made: '2017-05-03',
      closed: '2017-05-03',
      won: '2017-05-03',
      history: ['2017-05-03'],
    },
    {
      name: 'd made after it closed',
      made: '2017-06-09',
      closed: '2017-06-09',
      won: '2017-06-09',
      history: ['2017-06-09'],
    },
    { name: 'e open', made: '2017-01-20', closed: null, won: null, history: [NOW] },
    { name: 'f closing next year', made: '2017-01-20', closed: NOW, won: NOW, history: [NOW] },
  ])
})

test('so are those whose leads came before', async () => {
  await room.take('leads.csv', 'lead_id,Last Name,Company,Created Date\nL1,Astrid,Skog,2017-11-01\n')
  const deals = await room.take(
    'won.csv',
    'lead_id,Opportunity Name,Account Name,Stage,Amount,Close Date\nL1,Pumps,Skog,Closed Won,100,2018-02-26\n',
    { object: 'Opportunity' },
  )
  const [deal] = await daysOfDeals(deals.id)
  assert.deepEqual(
    [deal?.made, deal?.closed, deal?.won, deal?.history.at(-1)],
    ['2018-02-26', '2018-02-26', '2018-02-26', '2018-02-26'],
  )
})
