import type { CellReading, ColumnReading, DecimalMark, FieldType, ReadingHints } from './field.ts'

const SPACES = /[\s\u00a0\u202f\u2009'’]/g
const CURRENCY =
  /\p{Sc}|^(?:[A-Z]{3}|R\$|kr\.?|zł|Fr\.?|Kč|Ft)(?=\s*[-\d(])|(?<=[\d)])\s*(?:[A-Z]{3}|kr\.?|zł|Kč|Ft|,-)$/giu
const SCALE: Readonly<Record<string, number>> = {
  k: 1e3,
  tsd: 1e3,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  mm: 1e6,
  million: 1e6,
  millions: 1e6,
  b: 1e9,
  bn: 1e9,
  mrd: 1e9,
  billion: 1e9,
}
const SCALED = /^(.*\d)\.?(k|tsd|mio|million|millions|mn|mm|m|bn|mrd|billion|b)\.?$/i
const GROUPED = {
  '.': /^\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?$/,
  ',': /^\d{1,3}(?:\.\d{2,3})*\.\d{3}(?:,\d+)?$/,
} as const
const PLAIN = { '.': /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i, ',': /^(?:\d+,?\d*|,\d+)$/ } as const
const BLANK = /^(?:|-+|–|—|n\/?a|null|none|nan|nil|unknown|\\n|#n\/a|\?)$/i

export const isBlankWord = (cell: string): boolean => BLANK.test(cell)

// No number is as long; to find that out of a million digits would take the program minutes.
const LONGEST = 100

/** A number written the way people write it: '1.234,50 €', '(12)', '$2.5M', '30 %'. Undefined when it is none. */
export function numberOf(cell: string, decimal: DecimalMark): number | undefined {
  const typed = cell.trim()
  if (typed.length > LONGEST) return undefined
  let text = typed.replace(/[−–]/g, '-').replace(CURRENCY, '').replace(/%$/, '').replace(SPACES, '')
  let sign = 1
  const negative = /^\((.+)\)$/.exec(text) ?? /^-(.+)$/.exec(text) ?? /^(.+)-$/.exec(text)
  if (negative?.[1] !== undefined) {
    sign = -1
    text = negative[1]
  } else if (text.startsWith('+')) text = text.slice(1)
  const scaled = SCALED.exec(text)
  const scale = scaled?.[2] === undefined ? 1 : (SCALE[scaled[2].toLowerCase()] ?? 1)
  const digits = unmark(scaled?.[1] ?? text, decimal)
  if (digits === undefined) return undefined
  const value = sign * Number(digits) * scale
  // Scales turn 2.3 into 2299999.9999999995.
  return Number.isFinite(value) ? (scale === 1 ? value : Math.round(value * 100) / 100) : undefined
}

function unmark(text: string, decimal: DecimalMark): string | undefined {
  if (PLAIN[decimal].test(text)) return text.replace(',', '.')
  if (!GROUPED[decimal].test(text)) return undefined
  return decimal === '.' ? text.replaceAll(',', '') : text.replaceAll('.', '').replace(',', '.')
}

/** Decides for a whole column what its commas and points mean, and reads it so. */
export function numberColumn(type: FieldType, sample: readonly string[], hints: ReadingHints): ColumnReading {
  const { decimal, decided, unsure } = markOf(sample, hints)
  const whole = type === 'int'
  const read = (cell: string): CellReading => {
    const text = cell.trim()
    if (isBlankWord(text)) return null
    const value = numberOf(text, decimal)
    if (value === undefined)
      return {
        fault: `is not a number${decimal === ',' ? ' (a comma is read as the decimal mark in this column)' : ''}`,
      }
    if (whole && !Number.isInteger(value)) return { fault: 'is not a whole number' }
    if (whole && Math.abs(value) > Number.MAX_SAFE_INTEGER) return { fault: 'is too large a number' }
    return value
  }
  return { read, decimal, decided, unsure }
}

function markOf(
  sample: readonly string[],
  hints: ReadingHints,
): { decimal: DecimalMark; decided?: string; unsure?: boolean } {
  const marked = sample.filter((cell) => /[.,]/.test(cell))
  const count = (decimal: DecimalMark): number => marked.filter((cell) => numberOf(cell, decimal) !== undefined).length
  const points = count('.')
  const commas = count(',')
  const decimal: DecimalMark = points === commas ? (hints.decimal ?? '.') : points > commas ? '.' : ','
  if (marked.length === 0) return { decimal }
  const example = marked[0] ?? ''
  const decided = `Numbers are read with a ${decimal === ',' ? 'comma' : 'point'} as the decimal mark: ${example.trim()} is ${numberOf(example, decimal) ?? 'not a number'}.`
  const differs = marked.some((cell) => numberOf(cell, '.') !== numberOf(cell, ','))
  return points === commas && differs && hints.decimal === undefined
    ? { decimal, decided: `${decided} Nothing in the first rows rules the other reading out.`, unsure: true }
    : { decimal, decided }
}
