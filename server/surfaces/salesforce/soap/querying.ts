import { encodeId } from '../../../../shared/ids.ts'
import { columnsOf, firstPage, nextPage, prepareSoql } from '../../../ground/objects/soql/soql.ts'
import { Refusal } from '../../../platform/errors.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { idOrRefusal } from '../dialect/keys.ts'
import { sobjectNamed } from '../dialect/sobjects.ts'
import type { Of, WrittenRecord } from './answers.ts'
import { refuseTooMany, type Call, type Verb } from './call.ts'
import { queryResult, writtenRow } from './rowXml.ts'

const USUAL_BATCH = 500
const MOST_RETRIEVED = 2000
const ASKED_AT_ONCE = 200

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
    const found = new Map<number | null, WrittenRecord>()
    // A query has so many characters, and a page of long texts so many rows: ten statements at most.
    for (let at = 0; at < wanted.length; at += ASKED_AT_ONCE) {
      const among = [...new Set(wanted.slice(at, at + ASKED_AT_ONCE))].map((id) => `'${encodeId(id)}'`).join(',')
      const text = ['SELECT', fields.join(', '), 'FROM', definition.name, 'WHERE Id IN', `(${among})`].join(' ')
      const prepared = await prepareSoql(tx, call.actor, text)
      const { rows } = await firstPage(tx, call.actor, prepared, { batchSize: ASKED_AT_ONCE })
      for (const row of rows) found.set(row.id, writtenRow(call.flavour, row, columnsOf(prepared)))
    }
    return wanted.map((id) => found.get(id) ?? null)
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
