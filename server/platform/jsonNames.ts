/** How many fields all objects of a parsed body have together; undefined when it nests deeper than `deepest` levels. */
export function fieldsWithin(parsed: unknown, deepest: number): number | undefined {
  let fields = 0
  let level = [parsed].filter(isNest)
  // Level by level, because what is too deep would overflow a function that calls itself.
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= deepest) return undefined
    const next: object[] = []
    for (const nest of level) {
      const inside: readonly unknown[] = Array.isArray(nest) ? nest : Object.values(nest)
      if (!Array.isArray(nest)) fields += inside.length
      for (const value of inside) if (isNest(value)) next.push(value)
    }
    level = next
  }
  return fields
}

export const isNest = (value: unknown): value is object => typeof value === 'object' && value !== null

/**
 * A name that one object of a text in JSON gives two values, which its parsed form, of so many fields, no longer tells: of the two
 * it keeps the last. Which one was meant nobody knows.
 */
export function nameGivenTwice(text: string, fields: number): string | undefined {
  let names = 0
  for (const { hasColon } of stringsIn(text)) if (hasColon) names++
  return names === fields ? undefined : firstTwice(text)
}

/** The strings of a text in JSON by the places of their quotes, and whether a colon follows, as it does a name. */
export function* stringsIn(
  text: string,
): Generator<{ readonly from: number; readonly to: number; readonly hasColon: boolean }> {
  for (let from = text.indexOf('"'); from !== -1;) {
    const to = endOfString(text, from)
    let after = to + 1
    while (' \t\n\r'.includes(text.charAt(after)) && after < text.length) after++
    yield { from, to, hasColon: text.charAt(after) === ':' }
    from = text.indexOf('"', after)
  }
}

function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charAt(at - 1 - slashes) === '\\') slashes++
    if (slashes % 2 === 0) return at
  }
  return text.length
}

function firstTwice(text: string): string {
  const open: Set<string>[] = []
  let at = 0
  for (const { from, to, hasColon } of stringsIn(text)) {
    for (; at < from; at++) nest(open, text.charAt(at))
    at = to + 1
    if (!hasColon) continue
    const name = String(JSON.parse(text.slice(from, to + 1)))
    const names = open.at(-1)
    if (names?.has(name) === true) return name.slice(0, 80)
    names?.add(name)
  }
  return ''
}

function nest(open: Set<string>[], letter: string): void {
  if (letter === '{' || letter === '[') open.push(new Set())
  else if (letter === '}' || letter === ']') open.pop()
}
