import { isUtf8 } from 'node:buffer'
import { fieldsWithin, isNest, nameGivenTwice, stringsIn } from '../../../platform/jsonNames.ts'
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
  const fields = fieldsWithin(parsed, DEEPEST)
  if (fields === undefined) throw parserError(`The body nests deeper than ${DEEPEST} levels`)
  const twice = nameGivenTwice(text, fields)
  if (twice !== undefined) throw parserError(`Duplicate field '${twice}'`)
  if (isNest(parsed) && text.length <= LONGEST_SEARCHED) texts.set(parsed, text)
  return parsed
}

/** What a body was read from, for as long as it is needed: a mistake is told with its place. */
const texts = new WeakMap<object, string>()

/** Where the value of a field of a body stands: `[line:1, column:14]`; undefined of what is not known any more. */
export function placeOfValue(body: object, name: string): string | undefined {
  const text = texts.get(body) ?? ''
  let depth = 0
  let at = 0
  for (const { from, to, hasColon } of stringsIn(text)) {
    for (; at < from; at++) depth += '{['.includes(text.charAt(at)) ? 1 : '}]'.includes(text.charAt(at)) ? -1 : 0
    at = to + 1
    if (hasColon && depth === 1 && text.slice(from + 1, to).toLowerCase() === name.toLowerCase())
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
