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
  return allowed > 0 && Math.abs(a.length - b.length) <= allowed && distance(a, b) <= allowed
}

/** Optimal string alignment: a letter added, lost, changed, or two swapped. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      current[j] = least
    }
    before = previous
    previous = current
  }
  return previous[b.length] ?? 0
}
