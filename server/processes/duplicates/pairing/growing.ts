/** A list of numbers that takes eight bytes each, whatever its length. */
export interface Growing {
  /** Answers the place of the number. */
  readonly push: (value: number) => number
  readonly at: (place: number) => number
  readonly length: () => number
  /** The place of a number in an ascending list; -1 when it is not there. */
  readonly placeOf: (value: number) => number
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
      values[length] = value
      return length++
    },
    at(place) {
      if (place >= length) throw new RangeError(`There is no place ${place}.`)
      return values[place] ?? 0
    },
    length: () => length,
    placeOf(value) {
      let from = 0
      let to = length
      while (from < to) {
        const middle = (from + to) >>> 1
        if ((values[middle] ?? 0) < value) from = middle + 1
        else to = middle
      }
      return from < length && values[from] === value ? from : -1
    },
  }
}
