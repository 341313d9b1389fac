import { searchSosl } from '../catalogue/search/searching.ts'
import type { Verb } from './call.ts'
import { writtenRow } from './rowXml.ts'

/** Finds records by words, in the field's search language. Written, because a part may ask for more than a page. */
export const search: Verb<'search'> = (call, { searchString }) =>
  call.writing(async (tx) => {
    const found = await searchSosl(tx, call.actor, call.rooms, searchString)
    return {
      queryId: '',
      searchRecords: found.flatMap(({ rows, columns }) =>
        rows.map((row) => ({ record: writtenRow(call.flavour, row, columns) })),
      ),
    }
  })
