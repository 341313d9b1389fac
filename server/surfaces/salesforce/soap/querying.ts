import { encodeId } from '../../../../shared/ids.ts'
import { columnsOf, firstPage, nextPage, prepareSoql } from '../../../ground/objects/soql/soql.ts'
import { Refusal } from '../../../platform/errors.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { idOrRefusal } from '../dialect/keys.ts'
import { sobjectNamed } from '../dialect/sobjects.ts'
import type { Of } from './answers.ts'
import { refuseTooMany, type Call, type Verb } from './call.ts'
import { queryResult, writtenRow } from './rowXml.ts'

const USUAL_BATCH = 500
const MOST_RETRIEVED = 2000

const batchSizeOf = ({ headers }: Call): number => headers.QueryOptions?.batchSize ?? USUAL_BATCH

export const query: Verb<'query'> = (call, { queryString }) => firstOf(call, queryString, false)

export const queryAll: Verb<'queryAll'> = (call, { queryString }) => firstOf(call, queryString, true)

/** Written, because a query keeps a cursor when it has more than a page, and FOR UPDATE locks. */
const firstOf = (call: Call, text: string, all: boolean): Promise<Of<'QueryResult'>> =>
  call.writing(async (tx) => {
    const prepared = await prepareSoql(tx, call.actor, text, { all })
    const page = await firstPage(tx, call.actor, prepared, { batchSize: batchSizeOf(call) })
    return queryResult(call.flavour, page, columnsOf(prepared))
  })

/** The page after one that was answered. Only who asked the query is answered more of it. */
export const queryMore: Verb<'queryMore'> = (call, { queryLocator }) =>
  call.writing(async (tx) => {
    const { columns, ...page } = await nextPage(tx, call.actor, queryLocator.trim())
    return queryResult(call.flavour, page, columns)
  })

/** Records by their ids, in the order asked; null stands for what is not there. */
export const retrieve: Verb<'retrieve'> = (call, { fieldList, sObjectType, ids }) => {
  refuseTooMany(ids, MOST_RETRIEVED)
  return call.reading(async (tx) => {
    const { definition } = await sobjectNamed(tx, call.actor, call.rooms, sObjectType.trim())
    const wanted = ids.map((text) => {
      const id = idOrRefusal(definition, text)
      if (id instanceof Refusal) throw id
      return id
    })
    const fields = fieldsIn(fieldList)
    if (wanted.length === 0) return []
    const among = [...new Set(wanted)].map((id) => `'${encodeId(id)}'`).join(',')
    const prepared = await prepareSoql(
      tx,
      call.actor,
      ['SELECT', fields.join(', '), 'FROM', definition.name, 'WHERE Id IN', `(${among})`].join(' '),
    )
    const { rows } = await firstPage(tx, call.actor, prepared, { batchSize: MOST_RETRIEVED })
    const found = new Map(rows.map((row) => [row.id, row]))
    return wanted.map((id) => {
      const row = found.get(id)
      return row === undefined ? null : writtenRow(call.flavour, row, columnsOf(prepared))
    })
  })
}

/** `Id, Name, Account.Name`: names and nothing else, since they become part of a query. */
function fieldsIn(list: string): readonly string[] {
  const names = new Map(
    list
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name) => [name.toLowerCase(), name]),
  )
  const odd = [...names.values()].find((name) => !/^[a-z]\w*(\.[a-z]\w*){0,5}$/i.test(name))
  if (odd !== undefined)
    throw dialectRefusal('INVALID_FIELD', `No such column '${odd.slice(0, 80)}'`, { fields: [odd.slice(0, 80)] })
  if (names.size === 0) throw dialectRefusal('MALFORMED_QUERY', 'retrieve names at least one field in fieldList.')
  return [...names.values()]
}
