/** Where the fields of a row lie in bytes that hold it; a field of the length -1 is null. */
export type CopiedRow = {
  readonly bytes: Buffer
  readonly starts: readonly number[]
  readonly lengths: readonly number[]
}

const SIGNATURE_BYTES = 11
const HEADER_BYTES = SIGNATURE_BYTES + 8
const NO_MORE = -1

/**
 * Reads rows of COPY's binary form as their bytes arrive, in pieces that end anywhere: `take` is given one row after the other,
 * which is good until it returns. Nothing is made of the fields: no string, no object a row.
 */
export function copiedRows(take: (row: CopiedRow) => void): (arrived: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let isBegun = false
  const starts: number[] = []
  const lengths: number[] = []
  return (arrived) => {
    const bytes = rest.length === 0 ? arrived : Buffer.concat([rest, arrived])
    let at = 0
    if (!isBegun) {
      if (bytes.length < HEADER_BYTES) return void (rest = bytes)
      at = HEADER_BYTES + bytes.readInt32BE(HEADER_BYTES - 4)
      isBegun = true
    }
    const row = { bytes, starts, lengths }
    for (;;) {
      const end = endOfRow(row, at)
      if (end === undefined) break
      take(row)
      at = end
    }
    rest = bytes.subarray(at)
  }
}

/** Where the row that begins here ends, with its fields noted; undefined when it has not wholly arrived, or is none. */
function endOfRow(
  { bytes, starts, lengths }: { readonly bytes: Buffer; readonly starts: number[]; readonly lengths: number[] },
  from: number,
): number | undefined {
  if (from + 2 > bytes.length) return undefined
  const fields = bytes.readInt16BE(from)
  if (fields === NO_MORE) return undefined
  let at = from + 2
  for (let field = 0; field < fields; field++) {
    if (at + 4 > bytes.length) return undefined
    const length = bytes.readInt32BE(at)
    at += 4
    starts[field] = at
    lengths[field] = length
    if (length > 0) at += length
    if (at > bytes.length) return undefined
  }
  return at
}

const HIGH = 2 ** 32

/** A bigint field as a number; those we keep are below 2^53. */
export const numberAt = (bytes: Buffer, at: number): number => bytes.readInt32BE(at) * HIGH + bytes.readUInt32BE(at + 4)
