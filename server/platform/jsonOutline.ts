/** What is smaller is read in a moment, whatever it holds. */
const LOOKED_AT_FROM_BYTES = 64 * 1024
const DEEPEST = 64
const MOST_FIELDS = 10_000

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a]
const OPENS = new Set([0x7b, 0x5b])
const CLOSES = new Set([0x7d, 0x5d])

/**
 * Whether a text in JSON nests or has fields as nobody's does, found by looking at its signs: to read a hundred thousand fields of
 * one object, or a million brackets, takes seconds in which nobody else is answered.
 */
export function isMonstrous(bytes: Buffer): boolean {
  if (bytes.length < LOOKED_AT_FROM_BYTES) return false
  const fields = new Int32Array(DEEPEST + 1)
  let depth = 0
  for (let at = 0; at < bytes.length; at++) {
    const sign = bytes[at] ?? 0
    if (sign === QUOTE) at = endOfString(bytes, at)
    else if (sign === COLON) {
      fields[depth] = (fields[depth] ?? 0) + 1
      if ((fields[depth] ?? 0) > MOST_FIELDS) return true
    } else if (OPENS.has(sign)) {
      depth += 1
      if (depth > DEEPEST) return true
      fields[depth] = 0
    } else if (CLOSES.has(sign)) depth = Math.max(0, depth - 1)
  }
  return false
}

function endOfString(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(QUOTE, from + 1); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) {
    let slashes = 0
    while (bytes[at - 1 - slashes] === BACKSLASH) slashes++
    if (slashes % 2 === 0) return at
  }
  return bytes.length
}

export const MONSTROUS = `The body nests deeper than ${DEEPEST} levels, or has an object with more than ${MOST_FIELDS.toLocaleString('en')} fields. Nothing here has so many.`
