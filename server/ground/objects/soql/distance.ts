import { sql } from '../../../platform/sql.ts'
import { valueOf } from '../filter.ts'
import type { Operand } from './operand.ts'
import { malformed, unknownColumn } from './refusals.ts'
import { addressParts } from './relationships.ts'
import { fieldOf, walk, type Scope } from './scope.ts'
import type { Argument, Call } from './syntax.ts'

const EARTH_RADIUS = { mi: 3958.7613, km: 6371.0088 } as const

/** DISTANCE(Address, GEOLOCATION(37.775, -122.418), 'mi'): along the great circle, null without a place. */
export function distance(scope: Scope, { args, at, written }: Call): Operand {
  const { text } = scope.context
  const [place, point, unit, ...rest] = args
  if (place === undefined || !('names' in place) || point === undefined || unit === undefined || rest.length > 0)
    throw malformed(text, at, `unexpected argument of function: '${written.slice(0, 60)}'`)
  const { node, name } = walk(scope, place)
  const [target] = node.targets
  const parts = target === undefined || node.isMixed ? undefined : addressParts(target.definition, name)
  const [latitude, longitude] = ['latitude', 'longitude'].map((part) => parts?.find((one) => one.name === part)?.field)
  if (latitude === undefined || longitude === undefined || target === undefined) {
    if (fieldOf(node, name).length === 0) throw unknownColumn(text, place.at, name, node.type)
    throw malformed(text, place.at, `field '${name}' is not a geolocation field, and DISTANCE needs one`)
  }
  const there = pointOf(text, point)
  const radius = radiusOf(text, unit)
  const half = (of: typeof latitude, to: number) =>
    sql`sin(radians((${valueOf(of, target.alias)})::float8 - ${sql.lit(to)}) / 2)`
  const haversine = sql`power(${half(latitude, there.latitude)}, 2) + cos(radians((${valueOf(latitude, target.alias)})::float8)) * cos(radians(${sql.lit(there.latitude)})) * power(${half(longitude, there.longitude)}, 2)`
  return {
    sql: sql`(${sql.lit(2 * radius)} * asin(least(1, sqrt(${haversine}))))`,
    type: 'double',
    name: written,
    at,
    neverNull: false,
  }
}

function pointOf(text: string, point: Argument): { readonly latitude: number; readonly longitude: number } {
  if ('call' in point && point.call === 'geolocation' && point.args.length === 2) {
    const [latitude, longitude] = point.args.map(degrees)
    if (latitude !== undefined && longitude !== undefined && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)
      return { latitude, longitude }
  }
  throw malformed(text, point.at, 'GEOLOCATION takes a latitude from -90 to 90 and a longitude from -180 to 180')
}

const degrees = (value: Argument): number | undefined =>
  'kind' in value && value.kind === 'number' ? Number(value.text) : undefined

function radiusOf(text: string, unit: Argument): number {
  const word = 'kind' in unit && unit.kind === 'string' ? unit.raw.toLowerCase() : ''
  if (word === 'mi' || word === 'km') return EARTH_RADIUS[word]
  throw malformed(text, unit.at, "DISTANCE is measured in 'mi' or 'km'")
}
