import { z } from 'zod'
import type { App } from '../../ground/http/edge.ts'
import { Refusal } from '../../platform/errors.ts'

// What comes back from a sign-in elsewhere may carry parameters of its own, and has to be taken.
const OURS = /^\/api\/(?!connect\/|session)/

/**
 * A parameter that nothing reads is refused. Passed over, a slip in a name would be a lie: `?filtre=…` would answer all
 * records as if they had been asked for.
 */
export function refuseUnknownParameters(app: App): void {
  const known = new WeakMap<z.ZodObject, ReadonlySet<string>>()
  app.addHook('preValidation', (request, _reply, done) => {
    const { query } = request
    const { url = '', schema } = request.routeOptions
    if (typeof query !== 'object' || query === null || !OURS.test(url)) return done()
    const names = Object.keys(query)
    if (names.length === 0) return done()
    const shape = schema?.querystring
    const taken =
      shape instanceof z.ZodObject ? (known.get(shape) ?? new Set(Object.keys(shape.shape))) : new Set<string>()
    if (shape instanceof z.ZodObject) known.set(shape, taken)
    const unknown = names.find((name) => !taken.has(name))
    done(unknown === undefined ? undefined : unknownParameter(unknown, Reflect.get(query, unknown), taken))
  })
}

const LONGEST_SHOWN = 80

function unknownParameter(name: string, value: unknown, taken: ReadonlySet<string>): Refusal {
  const field = name.slice(0, LONGEST_SHOWN)
  const takes = taken.size === 0 ? 'It takes none.' : `It takes ${[...taken].join(', ')}.`
  const filter = taken.has('filter')
    ? ` Records are narrowed by a filter: filter=${JSON.stringify({ field: 'Company', op: 'eq', value: 'Nordwind' })}.`
    : ''
  return new Refusal('unknown_parameter', `This address takes no parameter '${field}'. ${takes}${filter}`, {
    kind: 'malformed',
    field,
    value: String(value).slice(0, LONGEST_SHOWN),
    rule: 'Only parameters that are known can be sent.',
  })
}
