/** Words without case, accents, spaces and marks: 'GTX Pro' and 'gtxpro' are one. */
export const squeezed = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Whether two squeezed words differ by no more slips of the finger than their length excuses. */
export function isMisspelling(a: string, b: string): boolean {
  const allowed = Math.min(a.length, b.length) >= 9 ? 2 : Math.min(a.length, b.length) >= 5 ? 1 : 0
  return allowed > 0 && Math.abs(a.length - b.length) <= allowed && !lacks(b, a, allowed) && areWithin(a, b, allowed)
}

/** Whether a word lacks more letters of another than are excused, which tells most pairs apart without a table. */
function lacks(word: string, other: string, allowed: number): boolean {
  let missing = 0
  for (const letter of other) if (!word.includes(letter) && ++missing > allowed) return true
  return false
}

/**
 * Whether words are at most so many slips apart by optimal string alignment: a letter added, lost, changed, or two
 * swapped. It gives up at the first letter by which there were more, which most pairs reach within a few.
 */
function areWithin(a: string, b: string, allowed: number): boolean {
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let cell = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cell = Math.min(cell, (before[j - 2] ?? 0) + 1)
      current[j] = cell
      least = Math.min(least, cell)
    }
    // No later row is below this one's least: a swap reaches back one row further, at the price of one.
    if (least > allowed) return false
    before = previous
    previous = current
  }
  return (previous[b.length] ?? 0) <= allowed
}
