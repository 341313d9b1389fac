/**
 * Jaro–Winkler likeness of two texts, 0 to 1: made for names, forgiving of swapped letters and kind to a
 * common beginning (Winkler 1990, at most four letters, weight 0.1).
 */
export function jaroWinkler(one: string, other: string): number {
  if (one === other) return 1
  const reach = Math.max(0, Math.floor(Math.max(one.length, other.length) / 2) - 1)
  const [taken, matched] = roomFor(Math.max(one.length, other.length))
  taken.fill(0, 0, other.length)
  let found = 0
  for (let at = 0; at < one.length; at++) {
    const letter = one.charCodeAt(at)
    const until = Math.min(other.length, at + reach + 1)
    for (let there = Math.max(0, at - reach); there < until; there++) {
      if (taken[there] === 1 || letter !== other.charCodeAt(there)) continue
      taken[there] = 1
      matched[found++] = letter
      break
    }
  }
  if (found === 0) return 0
  let swapped = 0
  let next = 0
  for (let there = 0; there < other.length; there++)
    if (taken[there] === 1 && matched[next++] !== other.charCodeAt(there)) swapped++
  const jaro = (found / one.length + found / other.length + (found - swapped / 2) / found) / 3
  let prefix = 0
  while (prefix < 4 && prefix < one.length && one[prefix] === other[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

// Millions of pairs are compared, and a list made anew for each costs more than the comparison itself.
let room: [Uint16Array, Uint16Array, Uint16Array] = [new Uint16Array(256), new Uint16Array(256), new Uint16Array(256)]

/** Three lists of numbers that hold whatever was left in them, to be used until the next call. */
function roomFor(length: number): [Uint16Array, Uint16Array, Uint16Array] {
  if (length >= room[0].length)
    room = [new Uint16Array(length * 2), new Uint16Array(length * 2), new Uint16Array(length * 2)]
  return room
}

/**
 * How many letters were inserted, left out, changed or swapped with their neighbour between two texts
 * (optimal string alignment); answers `atMost + 1` as soon as it is more.
 */
export function editDistance(one: string, other: string, atMost: number): number {
  if (one === other) return 0
  if (Math.abs(one.length - other.length) > atMost) return atMost + 1
  // What both begin and end with costs nothing, and is most of it where the answer is small.
  let from = 0
  const shorter = Math.min(one.length, other.length)
  while (from < shorter && one.charCodeAt(from) === other.charCodeAt(from)) from++
  let cut = 0
  while (cut < shorter - from && one.charCodeAt(one.length - 1 - cut) === other.charCodeAt(other.length - 1 - cut))
    cut++
  const [left, right] = [one.length - from - cut, other.length - from - cut]
  if (left === 0 || right === 0) return Math.min(left + right, atMost + 1)
  if (left === 1 && right === 1) return 1
  // A mistake takes one letter away and brings another at most.
  if (lettersApart(one, other) > atMost * 2) return atMost + 1
  if (atMost === 1) return isSwapAt(one, other, from) && left === 2 && right === 2 ? 1 : 2
  return aligned(one.slice(from, from + left), other.slice(from, from + right), atMost)
}

const isSwapAt = (one: string, other: string, at: number): boolean =>
  one.charCodeAt(at) === other.charCodeAt(at + 1) && one.charCodeAt(at + 1) === other.charCodeAt(at)

const isSwapBefore = (one: string, at: number, other: string, there: number): boolean =>
  one.charCodeAt(at - 1) === other.charCodeAt(there - 2) && one.charCodeAt(at - 2) === other.charCodeAt(there - 1)

/** The alignment itself, in the band of the table that can still be at most so much. */
function aligned(one: string, other: string, atMost: number): number {
  const tooMuch = atMost + 1
  let [before, previous, row] = roomFor(other.length + 1)
  for (let there = 0; there <= other.length; there++) previous[there] = there
  for (let at = 1; at <= one.length; at++) {
    row.fill(tooMuch, 0, other.length + 1)
    row[0] = at
    let least = at
    const until = Math.min(other.length, at + atMost)
    for (let there = Math.max(1, at - atMost); there <= until; there++) {
      const changed =
        (previous[there - 1] ?? tooMuch) + (one.charCodeAt(at - 1) === other.charCodeAt(there - 1) ? 0 : 1)
      let cost = Math.min(changed, (previous[there] ?? tooMuch) + 1, (row[there - 1] ?? tooMuch) + 1)
      if (at > 1 && there > 1 && isSwapBefore(one, at, other, there))
        cost = Math.min(cost, (before[there - 2] ?? tooMuch) + 1)
      row[there] = cost
      least = Math.min(least, cost)
    }
    if (least > atMost) return tooMuch
    ;[before, previous, row] = [previous, row, before]
  }
  return Math.min(previous[other.length] ?? tooMuch, tooMuch)
}

const sortedLetters = (word: string): string => word.split('').toSorted().join('')

/** Whether two folded words are one word with a typing mistake: one letter from four on, two from `twoFrom` on, in three only a swap. */
export function isMistyped(one: string, other: string, twoFrom = 9): boolean {
  const shorter = Math.min(one.length, other.length)
  if (shorter < 3 || Math.abs(one.length - other.length) > 2 || lettersApart(one, other) > 4) return false
  if (shorter === 3) return editDistance(one, other, 1) === 1 && sortedLetters(one) === sortedLetters(other)
  const allowed = shorter >= twoFrom ? 2 : 1
  return editDistance(one, other, allowed) <= allowed
}

/** Which letters a text has, as bits. */
export function lettersOf(text: string): number {
  let letters = 0
  for (let at = 0; at < text.length; at++) letters |= 1 << (text.charCodeAt(at) & 31)
  return letters
}

/** How many letters only one of two texts has: two mistakes make it four at most. A cheap look before an expensive one. */
export function lettersApart(one: string, other: string): number {
  let apart = lettersOf(one) ^ lettersOf(other)
  let count = 0
  for (; apart !== 0; apart &= apart - 1) count++
  return count
}
