/** What a cell's format makes of its number. */
export type CellFormat = 'plain' | 'date' | 'percent'

const DAY_MS = 86_400_000
/** Day 25,569 of a workbook is 1 January 1970; those of old Macintoshes begin 1,462 days later. */
const EPOCH_DAY = 25_569
const MACINTOSH_DAYS = 1_462

/** Formats every workbook has by their number (ECMA-376, part 1, 18.8.30, with those of East Asian languages). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

export function formatOf(id: number, code: string | undefined): CellFormat {
  if (code === undefined) return isBuiltInDate(id) ? 'date' : id === 9 || id === 10 ? 'percent' : 'plain'
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  if (/[dmyhs年月日時分秒]/i.test(bare) && !/general/i.test(bare)) return 'date'
  return bare.includes('%') ? 'percent' : 'plain'
}

/** A number as its cell shows it: a date as `YYYY-MM-DD`, with its time where it has one, a share in percent, no `E+15`. */
export function shownNumber(text: string, format: CellFormat, isMacintosh: boolean): string {
  const value = Number(text)
  if (!Number.isFinite(value) || text.trim() === '') return text
  if (format === 'date' && value >= 0 && value < 2_958_466) return shownDate(value, isMacintosh)
  if (format === 'percent') return `${plain(Number((value * 100).toPrecision(15)))}%`
  return plain(value)
}

// 0.1 is kept as 0.10000000000000001, and a phone number as 4.9171123456780005E12.
const plain = (value: number): string =>
  Number.isInteger(value) || Math.abs(value) >= 1e21
    ? value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 0 })
    : String(value).includes('e')
      ? value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 })
      : String(value)

function shownDate(serial: number, isMacintosh: boolean): string {
  // A workbook believes in 29 February 1900: the days before it are one off.
  const day = isMacintosh ? serial + MACINTOSH_DAYS : serial < 60 ? serial + 1 : serial
  const moment = new Date(Math.round((day - EPOCH_DAY) * DAY_MS)).toISOString()
  const [date = '', time = ''] = moment.slice(0, 19).split('T')
  if (serial < 1) return time
  return time === '00:00:00' ? date : `${date} ${time}`
}
