import { dialectRefusal } from '../dialect/errors.ts'
import { isObject } from './asked.ts'

/** What an earlier part of a composite request was answered, by its referenceId; undefined for one that failed. */
export type Answered = ReadonlyMap<string, unknown>

/** How many characters references may put into one part: about as much as a whole request may have. */
const MOST_FILLED = 10_000_000

type Room = { left: number }

const REFERENCE = /@\{([\w-]+)((?:\.[\w]+|\[\d+\])*)\}/g

/** An address with every `@{ref.path}` in it replaced by what that part was answered; no value changes where its query begins or ends. */
export function filledAddress(address: string, answered: Answered): string {
  const room: Room = { left: MOST_FILLED }
  return address.replace(REFERENCE, (_, name: string, path: string) =>
    encodeURI(textOf(lookUp(name, path, answered), room).toWellFormed()).replace(/[?&#+]/g, encodeURIComponent),
  )
}

const filledText = (text: string, answered: Answered, room: Room): string =>
  text.replace(REFERENCE, (_, name: string, path: string) => textOf(lookUp(name, path, answered), room))

/** A body with the same done in every text; a text that is one reference alone becomes what it refers to. */
export function filled(value: unknown, answered: Answered, room: Room = { left: MOST_FILLED }): unknown {
  if (typeof value === 'string') {
    const [whole, name = '', path = ''] = new RegExp(`^${REFERENCE.source}$`).exec(value) ?? []
    return whole === undefined ? filledText(value, answered, room) : lookUp(name, path, answered)
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, answered, room))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one, answered, room)]))
}

function textOf(value: unknown, room: Room): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  room.left -= text.length
  if (room.left >= 0) return text
  throw dialectRefusal(
    'LIMIT_EXCEEDED',
    `References put more than ${MOST_FILLED.toLocaleString('en')} characters into one subrequest. Refer to less.`,
  )
}

function lookUp(name: string, path: string, answered: Answered): unknown {
  let value = answered.get(name)
  for (const [, field, index] of path.matchAll(/\.(\w+)|\[(\d+)\]/g)) {
    if (Array.isArray(value) && index !== undefined) value = value[Number(index)]
    else value = isObject(value) && field !== undefined ? own(value, field) : undefined
  }
  if (value !== undefined && value !== null) return value
  throw dialectRefusal(
    'PROCESSING_HALTED',
    `Invalid reference specified. No value for ${name}${path} found in ${name}. Provided reference name is invalid, or its request failed.`,
  )
}

/** Record answers say `Id` where the answer to a create says `id`; clients write either. */
const own = (value: Readonly<Record<string, unknown>>, field: string): unknown =>
  Object.hasOwn(value, field)
    ? value[field]
    : Object.entries(value).find(([name]) => name.toLowerCase() === field.toLowerCase())?.[1]
