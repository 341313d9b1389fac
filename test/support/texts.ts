import fc from 'fast-check'

const SURROGATES_FROM = 0xd800
const SURROGATES = 0x800
const LAST_CODE_POINT = 0x10ffff

// fast-check's own makes a map of all 1.1 million of them before its first example: 100 MB, and seconds of a test.
const codePoint = fc.nat({ max: LAST_CODE_POINT - SURROGATES }).map(
  (nth) => String.fromCodePoint(nth < SURROGATES_FROM ? nth : nth + SURROGATES),
  (made) => {
    const point = typeof made === 'string' ? made.codePointAt(0) : undefined
    if (point === undefined || String.fromCodePoint(point) !== made) throw new Error('This is not one code point.')
    return point < SURROGATES_FROM ? point : point - SURROGATES
  },
)

/** Texts of any characters at all, those nobody types included. */
export const anyText = (lengths: { readonly minLength?: number; readonly maxLength?: number } = {}) =>
  fc.string({ ...lengths, unit: codePoint })
