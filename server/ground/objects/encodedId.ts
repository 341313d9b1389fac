import { FIRST_CUSTOM_NUMBER, MOST_CUSTOM_OBJECTS, prefixOfNumber } from '../../../shared/ids.ts'
import { sql, type RawBuilder } from '../../platform/sql.ts'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const CASE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
const SPAN = sql.lit(2 ** 44)

/** Every prefix at three times its object's number. */
const prefixes = Array.from(
  { length: FIRST_CUSTOM_NUMBER + MOST_CUSTOM_OBJECTS },
  (_, number) => prefixOfNumber(number) ?? '000',
).join('')

/** 62 to the powers 0 to 7; a number below 2^44 has no more digits. */
const powers = sql.raw(Array.from({ length: 8 }, (_, power) => `${62 ** power}`).join(', '))

/** The 18-character form of an id, for text that was kept as a number: what `encodeId` makes, written in SQL. */
export const encodedIn = (id: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select short.text || (
    select string_agg(substr(${sql.lit(CASE)}, 1 + (
      select sum(case when ascii(substr(short.text, chunk * 5 + at + 1, 1)) between 65 and 90 then 1 << at else 0 end)::int
      from generate_series(0, 4) at), 1), '' order by chunk)
    from generate_series(0, 2) chunk)
  from (
    select substr(${sql.lit(prefixes)}, (given.id / ${SPAN})::int * 3 + 1, 3) || '0000' || (
      select string_agg(substr(${sql.lit(DIGITS)}, (given.id % ${SPAN} / power % 62)::int + 1, 1), '' order by power desc)
      from unnest(array[${powers}]::bigint[]) power) as text
    from (select (${id})::bigint as id) given) short)`
