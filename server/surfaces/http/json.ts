import { isUtf8 } from 'node:buffer'
import type { App } from '../../ground/http/edge.ts'
import { Refusal } from '../../platform/errors.ts'
import { fieldsWithin, nameGivenTwice } from '../../platform/jsonNames.ts'
import { isMonstrous, MONSTROUS } from '../../platform/jsonOutline.ts'

/** Requests carry JSON and nothing else; a room that takes forms or files says so inside its own plugin. */
export function takeOnlyJson(app: App): void {
  app.removeAllContentTypeParsers()
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = request.caller === undefined && body.length > STRANGERS_MAX_BYTES ? tooMuchOfAStranger() : textOf(body)
    if (text instanceof Refusal) return done(text)
    // A DELETE of a client that always names JSON carries nothing.
    if (text === '' && request.method === 'DELETE') return done(null, undefined)
    void parse(request, text, (error, parsed) => {
      if (error !== null) return done(text === '' ? error : malformed(text))
      done(refusalOf(parsed, text) ?? null, parsed)
    })
  })
}

/** Nobody who is not signed in has more to say; to read it would keep others waiting. */
const STRANGERS_MAX_BYTES = 64 * 1024

const tooMuchOfAStranger = (): Refusal =>
  new Refusal(
    'not_signed_in',
    'So much is read only of who is signed in. Sign in first: your session has ended, or this request carried none.',
    {
      kind: 'unauthenticated',
      rule: 'Without a sign-in a request is at most 64 KB.',
      way: { label: 'Sign in', href: '/sign-in' },
    },
  )

function textOf(body: string | Buffer): string | Refusal {
  if (typeof body === 'string') return body
  if (isMonstrous(body))
    return new Refusal('json_too_deep', MONSTROUS, {
      kind: 'malformed',
      rule: 'A body is as deep and wide as what it says.',
    })
  if (!isUtf8(body)) {
    return new Refusal(
      'invalid_utf8',
      'The body is not valid UTF-8. JSON is always UTF-8: write the file or the text anew in that encoding.',
      { kind: 'malformed' },
    )
  }
  return body.toString('utf8')
}

function malformed(text: string): Refusal {
  const mistake = mistakeIn(text)
  if (mistake === undefined)
    return new Refusal('invalid_field', "A field is called '__proto__' or 'constructor'. No record has such a field.", {
      kind: 'malformed',
    })
  const at = /position (\d+)/.exec(mistake)?.[1]
  const place =
    at === undefined ? '' : ` The mistake is at character ${at}, line ${text.slice(0, Number(at)).split('\n').length}.`
  return new Refusal('malformed_json', `The body is not JSON.${place}`, {
    kind: 'malformed',
    rule: 'A request carries valid JSON.',
  })
}

/** What JavaScript itself says; undefined when it is JSON, and was refused for the names in it. */
function mistakeIn(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return String(error)
  }
}

const DEEPEST = 32

function refusalOf(parsed: unknown, text: string): Refusal | undefined {
  const fields = fieldsWithin(parsed, DEEPEST)
  if (fields === undefined) return tooDeep()
  const twice = nameGivenTwice(text, fields)
  if (twice !== undefined) return givenTwice(twice)
  return text.includes('\\u0000') ? nulRefusal(parsed) : undefined
}

const givenTwice = (field: string): Refusal =>
  new Refusal(
    'field_given_twice',
    `'${field}' stands twice in one object. Which of its two values is meant nobody can tell: send one of them.`,
    { kind: 'malformed', field, rule: 'An object of the body names a field once.' },
  )

const tooDeep = (): Refusal =>
  new Refusal('json_too_deep', `The body nests deeper than ${DEEPEST} levels. Nothing here has so many.`, {
    kind: 'malformed',
    rule: `A body has at most ${DEEPEST} levels.`,
  })

/** Entries of a list are answered for one by one, where each is read; anything else is refused as a whole. */
function nulRefusal(parsed: unknown): Refusal | undefined {
  const field = Array.isArray(parsed) ? undefined : placeOfNul(parsed, '')
  if (field === undefined) return undefined
  return new Refusal(
    'nul_byte',
    `${field === '' ? 'The text' : `'${field}'`} holds a NUL byte, which no text may. Remove it and send it again.`,
    {
      kind: 'malformed',
      field,
      rule: 'Text holds no NUL byte.',
    },
  )
}

function placeOfNul(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.includes('\u0000') ? path : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, part] of Object.entries(value)) {
    const inside = path === '' ? name : `${path}.${name}`
    const found = name.includes('\u0000') ? path : placeOfNul(part, inside)
    if (found !== undefined) return found
  }
  return undefined
}
