import { isUtf8 } from 'node:buffer'
import { isMonstrous, MONSTROUS } from '../../../platform/jsonOutline.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { Refusal } from '../../../platform/errors.ts'

const DEEPEST = 64
const LONGEST_SEARCHED = 200_000

/** Reads a JSON body, or says where it is none. A field named twice is refused: which of the two was meant nobody knows. */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw parserError('The body is not valid UTF-8, as JSON always is')
  if (isMonstrous(bytes)) throw parserError(MONSTROUS)
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') return undefined
  const parsed = parsedOrRefusal(text)
  if (parsed instanceof Refusal) throw parsed
  const named = namesIn(parsed)
  if (named !== colonsIn(text)) throw parserError(`Duplicate field '${firstTwice(text)}'`)
  if (isNest(parsed) && text.length <= LONGEST_SEARCHED) texts.set(parsed, text)
  return parsed
}

/** What a body was read from, for as long as it is needed: a mistake is told with its place. */
const texts = new WeakMap<object, string>()

/** Where the value of a field of a body stands: `[line:1, column:14]`; undefined of what is not known any more. */
export function placeOfValue(body: object, name: string): string | undefined {
  const text = texts.get(body) ?? ''
  const open: Set<string>[] = []
  let at = 0
  for (const { from, to, hasColon } of stringsIn(text)) {
    for (; at < from; at++) nest(open, text.charAt(at))
    at = to + 1
    if (hasColon && open.length === 1 && text.slice(from + 1, to).toLowerCase() === name.toLowerCase())
      return placeIn(text, at + text.slice(at).search(/[^\s:]/))
  }
  return undefined
}

function placeIn(text: string, at: number): string {
  const before = text.slice(0, at).split('\n')
  return `[line:${before.length}, column:${(before.at(-1)?.length ?? 0) + 1}]`
}

function parsedOrRefusal(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const at = mistakeAt(text)
    if (at === undefined) return parserError('Unexpected character in a text that is no JSON')
    const found =
      at >= text.length
        ? 'Unexpected end-of-input'
        : `Unexpected character ('${text.charAt(at)}' (code ${text.charCodeAt(at)}))`
    return parserError(`${found} at ${placeIn(text, at)}`)
  }
}

/** Where a text stops being JSON. V8 does not always say; then the shortest beginning that nothing can complete is looked for by halves. */
function mistakeAt(text: string): number | undefined {
  const said = mistakeSaid(text)
  if (said !== undefined || text.length > LONGEST_SEARCHED) return said
  let [sound, broken] = [0, text.length]
  while (broken - sound > 1) {
    const middle = Math.floor((sound + broken) / 2)
    if (mayGoOn(text.slice(0, middle))) sound = middle
    else broken = middle
  }
  return sound
}

const mayGoOn = (beginning: string): boolean => (mistakeSaid(beginning) ?? -1) >= beginning.length

/** The place V8 names, the end of the text where more was expected, and nothing where it names none. */
function mistakeSaid(text: string): number | undefined {
  try {
    JSON.parse(text)
    return text.length
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    if (/end of JSON input|Unterminated string/.test(message)) return text.length
    const [, position] = /position (\d+)/.exec(message) ?? []
    return position === undefined ? undefined : Number(position)
  }
}

const parserError = (message: string): Refusal => dialectRefusal('JSON_PARSER_ERROR', message)

/** How many fields all objects have together. Level by level, because what is too deep would overflow a function that calls itself. */
function namesIn(parsed: unknown): number {
  let names = 0
  let level = [parsed].filter(isNest)
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= DEEPEST) throw parserError(`The body nests deeper than ${DEEPEST} levels`)
    const next: object[] = []
    for (const nest of level) {
      const inside: readonly unknown[] = Array.isArray(nest) ? nest : Object.values(nest)
      if (!Array.isArray(nest)) names += inside.length
      for (const value of inside) if (isNest(value)) next.push(value)
    }
    level = next
  }
  return names
}

const isNest = (value: unknown): value is object => typeof value === 'object' && value !== null

/** How many names are written in a text that is JSON: strings with a colon after them. */
function colonsIn(text: string): number {
  let colons = 0
  for (const { hasColon } of stringsIn(text)) if (hasColon) colons++
  return colons
}

function* stringsIn(
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

/** The first name that stands twice in one object. */
function firstTwice(text: string): string {
  const open: Set<string>[] = []
  let at = 0
  for (const { from, to, hasColon } of stringsIn(text)) {
    for (; at < from; at++) nest(open, text.charAt(at))
    at = to + 1
    const name = text.slice(from + 1, to)
    if (!hasColon) continue
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
