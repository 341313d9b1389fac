import type { Place } from './refusals.ts'
import type { Call, Condition, Literal, Path } from './syntax.ts'

/**
 * The same condition, with everything that is asked of one field in one list: `A = 1 OR A = 2` becomes `A IN (1, 2)`. Tools write
 * lists of hundreds that way, and each condition of its own would be worked out for every row.
 */
export function gathered(condition: Condition): Condition {
  if ('or' in condition) return anyOf(condition.or.map(gathered))
  if ('and' in condition) return allOf(condition.and.map(gathered))
  if ('not' in condition) return { not: gathered(condition.not) }
  return condition
}

function anyOf(terms: readonly Condition[]): Condition {
  const flat = terms.flatMap((term) => ('or' in term ? term.or : [term]))
  const parts = together(flat, (term) => asSet(term, '=', 'in') ?? asPatterns(term))
  return onlyOr(parts, { or: parts })
}

function allOf(terms: readonly Condition[]): Condition {
  const flat = terms.flatMap((term) => ('and' in term ? term.and : [term]))
  const nots = flat.flatMap((term) => ('not' in term ? [term.not] : []))
  // None of these is not any of these.
  const rest = nots.length < 2 ? flat : flat.filter((term) => !('not' in term))
  const parts = together(rest, (term) => asSet(term, '!=', 'notIn'))
  const all = nots.length < 2 ? parts : [...parts, { not: anyOf(nots) }]
  return onlyOr(all, { and: all })
}

const onlyOr = ([only, ...more]: readonly Condition[], joined: Condition): Condition =>
  only !== undefined && more.length === 0 ? only : joined

/** A list of values one field is compared with; each with the place its field stands at, for refusals. */
type Listed = Extract<Condition, { values: unknown }>

/** Conditions that can be told as a list: those of one field and one kind become one, where the first of them stood. */
function together(terms: readonly Condition[], listed: (term: Condition) => Listed | undefined): readonly Condition[] {
  const groups = new Map<string | Condition, Gathering>()
  for (const term of terms) {
    const list = listed(term)
    const key = list === undefined ? term : `${list.operator} ${nameOf(list.left)}`
    const known = groups.get(key)
    if (known === undefined) groups.set(key, { term, list, values: [...(list?.values ?? [])], places: placesOf(list) })
    else {
      for (const value of list?.values ?? []) known.values.push(value)
      for (const place of placesOf(list)) known.places.push(place)
      known.term = undefined
    }
  }
  return [...groups.values()].flatMap(({ term, list, values, places }) => {
    if (term !== undefined) return [term]
    return list === undefined ? [] : [{ ...list, values, places }]
  })
}

/** `term` as long as it is the only one of its kind. */
type Gathering = {
  term: Condition | undefined
  readonly list: Listed | undefined
  readonly values: Literal[]
  readonly places: Place[]
}

const placesOf = (list: Listed | undefined): Place[] =>
  list === undefined ? [] : [...(list.places ?? list.values.map(() => list.left.at))]

const nameOf = (left: Path | Call): string =>
  'names' in left ? left.names.join('.').toLowerCase() : `(${left.written})`

function asSet(term: Condition, comparison: '=' | '!=', operator: 'in' | 'notIn'): Listed | undefined {
  if ('values' in term) return term.operator === operator ? term : undefined
  if (!('value' in term) || term.operator !== comparison) return undefined
  return { left: term.left, operator, values: [term.value], at: term.at }
}

/** LIKE with a pattern that may begin with anything: no index serves it, so that nothing is lost. */
function asPatterns(term: Condition): Listed | undefined {
  if ('values' in term) return term.operator === 'likeAny' ? term : undefined
  if (!('value' in term) || term.operator !== 'like') return undefined
  const { left, value, at } = term
  return value.kind === 'string' && /^[%_]/.test(value.raw)
    ? { left, operator: 'likeAny', values: [value], at }
    : undefined
}
