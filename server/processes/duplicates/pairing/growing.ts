/** A list of numbers that takes eight bytes each, whatever its length. */
export interface Growing {
  readonly push: (value: number) => void
  readonly length: () => number
  /** All of it so far. */
  readonly whole: () => Float64Array
}

export function growing(): Growing {
  let values = new Float64Array(1024)
  let length = 0
  return {
    push(value) {
      if (length === values.length) {
        const longer = new Float64Array(length * 2)
        longer.set(values)
        values = longer
      }
      values[length++] = value
    },
    length: () => length,
    whole: () => values.slice(0, length),
  }
}
