import type { FieldType, ObjectDefinition } from '../../server/ground/objects/definition.ts'
import type { ChildRelationship } from '../../server/ground/objects/soql/relationships.ts'

/** What random queries speak of: objects, their fields, parents and children, by the names a client knows. */
export type GrammarObject = {
  readonly name: string
  readonly fields: readonly { readonly name: string; readonly type: FieldType; readonly isLong: boolean }[]
  readonly parents: readonly { readonly name: string; readonly objects: readonly string[] }[]
  readonly children: readonly { readonly name: string; readonly object: string }[]
}

export type Grammar = ReadonlyMap<string, GrammarObject>

/** 0 to below 1, the same for the same seed. */
export type Random = () => number

/** Numbers that look like chance and come again with their seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function grammarOf(
  definitions: readonly ObjectDefinition[],
  childrenOf: (definition: ObjectDefinition) => readonly ChildRelationship[],
): Grammar {
  return new Map(
    definitions.map((definition) => [
      definition.name,
      {
        name: definition.name,
        fields: definition.fields.map(({ name, type, length }) => ({
          name,
          type,
          isLong: type === 'base64' || type === 'multipicklist' || (type === 'textarea' && (length ?? 0) > 255),
        })),
        parents: definition.fields.flatMap(({ relationshipName, referenceTo = [] }) =>
          relationshipName === undefined ? [] : [{ name: relationshipName, objects: referenceTo }],
        ),
        children: childrenOf(definition).map(({ name, definition: { name: object } }) => ({ name, object })),
      },
    ]),
  )
}

const pick = <T>(random: Random, from: readonly T[]): T => {
  const one = from[Math.floor(random() * from.length)]
  if (one === undefined) throw new Error('There is nothing to pick from.')
  return one
}

const maybe = (random: Random, share: number, text: () => string): string => (random() < share ? text() : '')

const several = <T>(random: Random, most: number, one: () => T): T[] =>
  Array.from({ length: 1 + Math.floor(random() * most) }, one)

type Typed = { readonly path: string; readonly type: FieldType; readonly isLong: boolean }

/** A field of the object, or of a parent. */
function aField(random: Random, grammar: Grammar, object: GrammarObject, depth = 0): Typed {
  const parent = object.parents.length > 0 && depth < 5 && random() < 0.2 ? pick(random, object.parents) : undefined
  if (parent === undefined) {
    const { name, type, isLong } = pick(random, object.fields)
    return { path: random() < 0.1 ? name.toLowerCase() : name, type, isLong }
  }
  const [only, ...more] = parent.objects
  const target = more.length === 0 ? grammar.get(only ?? '') : undefined
  if (target === undefined) return { path: `${parent.name}.Name`, type: 'string', isLong: false }
  const inside = aField(random, grammar, target, depth + 1)
  return { ...inside, path: `${parent.name}.${inside.path}` }
}

const shortField = (random: Random, grammar: Grammar, object: GrammarObject): Typed => {
  const field = aField(random, grammar, object)
  return field.isLong ? { path: 'Id', type: 'id', isLong: false } : field
}

const TEXTS = [
  "''",
  "'a'",
  "'Sato'",
  "'O\\'Neil'",
  "'%'",
  "'\\\\'",
  "'50\\%'",
  "'ångström'",
  "'a\\nb'",
  "'\\u00e9'",
  "'\u{1f600}'",
]
const NUMBERS = ['0', '-1', '+2.5', '1e3', '.5', '3000000000', '99999999999999999999', '1e308', '1e999', '-0.00000001']
const DATES = ['2026-01-01', '0001-01-01', '9999-12-31', '2028-02-29']
const MOMENTS = [
  '2026-01-01T00:00:00Z',
  '2026-06-30T23:59:59.999+0530',
  '0001-01-01T00:00:00-12:00',
  '9999-12-31T00:00:00.0Z',
]
const SPANS = [
  'TODAY',
  'LAST_WEEK',
  'next_month',
  'THIS_FISCAL_YEAR',
  'LAST_N_DAYS:30',
  'N_YEARS_AGO:999999999',
  'NEXT_N_FISCAL_QUARTERS:3',
]
const IDS = ["'00Q000000000001AAA'", "'005000000000001'", "''", "'001000000000zzz'"]

function literal(random: Random, type: FieldType): string {
  if (random() < 0.08) return 'null'
  switch (type) {
    case 'boolean':
      return pick(random, ['true', 'FALSE'])
    case 'int':
    case 'double':
    case 'percent':
      return pick(random, NUMBERS)
    case 'currency':
      return pick(random, [...NUMBERS, 'USD100', 'eur-5.25'])
    case 'date':
      return pick(random, [...DATES, ...SPANS])
    case 'datetime':
      return pick(random, [...MOMENTS, ...SPANS])
    case 'id':
    case 'reference':
      return pick(random, IDS)
    default:
      return pick(random, TEXTS)
  }
}

const hasMoment = ({ fields }: GrammarObject): boolean => fields.some(({ name }) => name === 'CreatedDate')

const TEXT_TYPES = new Set<FieldType>(['string', 'textarea', 'picklist', 'email', 'phone', 'url'])

function comparison(random: Random, grammar: Grammar, object: GrammarObject): string {
  if (random() < 0.05)
    return `${pick(random, DATE_PARTS)}(CreatedDate) ${pick(random, ['=', '>'])} ${literal(random, 'int')}`
  const { path, type } = shortField(random, grammar, object)
  if (random() < 0.25) {
    const values = several(random, 4, () => literal(random, type)).join(', ')
    return `${path} ${pick(random, ['IN', 'NOT IN', 'in'])} (${values})`
  }
  if (TEXT_TYPES.has(type) && random() < 0.3) return `${path} LIKE ${pick(random, TEXTS)}`
  const operators = type === 'boolean' ? ['=', '!=', '<>'] : ['=', '!=', '<', '<=', '>', '>=', '<>']
  return `${path} ${pick(random, operators)} ${literal(random, type)}`
}

function condition(random: Random, grammar: Grammar, object: GrammarObject, depth = 0): string {
  const chance = random()
  if (depth > 3 || chance < 0.5) return comparison(random, grammar, object)
  if (chance < 0.6) return `(NOT ${condition(random, grammar, object, depth + 1)})`
  const word = pick(random, [' AND ', ' OR '])
  return `(${several(random, 3, () => condition(random, grammar, object, depth + 1)).join(word)})`
}

function semiJoin(random: Random, grammar: Grammar, object: GrammarObject): string {
  const child = object.children.length === 0 ? undefined : grammar.get(pick(random, object.children).object)
  const reference = child?.fields.find(({ type }) => type === 'reference')
  if (child === undefined || reference === undefined) return ''
  const where = maybe(random, 0.5, () => ` WHERE ${condition(random, grammar, child)}`)
  return ` AND Id ${pick(random, ['IN', 'NOT IN'])} (SELECT ${reference.name} FROM ${child.name}${where})`
}

function clauses(random: Random, grammar: Grammar, object: GrammarObject, isRoot: boolean): string {
  const where = maybe(random, 0.7, () => {
    const joined = isRoot && random() < 0.15 ? semiJoin(random, grammar, object) : ''
    const inside = joined === '' ? condition(random, grammar, object) : `(${condition(random, grammar, object)})`
    return ` WHERE ${inside}${joined}`
  })
  const order = maybe(random, 0.4, () => {
    const terms = several(random, 3, () => {
      const { path } = shortField(random, grammar, object)
      return `${path}${pick(random, ['', ' ASC', ' DESC', ' DESC NULLS LAST', ' NULLS FIRST'])}`
    })
    return ` ORDER BY ${terms.join(', ')}`
  })
  const limit = maybe(random, 0.5, () => ` LIMIT ${Math.floor(random() * 50)}`)
  const offset = maybe(random, 0.1, () => ` OFFSET ${Math.floor(random() * 2001)}`)
  return `${where}${order}${limit}${offset}`
}

function selectList(random: Random, grammar: Grammar, object: GrammarObject, depth: number): string {
  const paths = new Map<string, string>()
  for (const { path } of several(random, 6, () => aField(random, grammar, object))) paths.set(path.toLowerCase(), path)
  const items = [...paths.values()]
  const polymorphic = object.parents.find(
    ({ name, objects }) => objects.length > 1 && !items.some((path) => path.startsWith(`${name}.`)),
  )
  if (polymorphic !== undefined && random() < 0.3) items.push(typeOf(random, grammar, polymorphic))
  if (object.children.length > 0 && depth < 4 && random() < 0.3) {
    const { name, object: childName } = pick(random, object.children)
    const child = grammar.get(childName)
    if (child !== undefined)
      items.push(
        `(SELECT ${selectList(random, grammar, child, depth + 1)} FROM ${name}${clauses(random, grammar, child, false)})`,
      )
  }
  return items.join(', ')
}

function typeOf(random: Random, grammar: Grammar, { name, objects }: GrammarObject['parents'][number]): string {
  const known = objects.filter((one) => grammar.has(one))
  const branches = known.slice(0, 2).map((one) => {
    const fields = grammar.get(one)?.fields ?? []
    const [first, second] = [pick(random, fields).name, pick(random, fields).name]
    return `WHEN ${one} THEN ${first === second ? first : `${first}, ${second}`}`
  })
  return `TYPEOF ${name} ${branches.join(' ')}${maybe(random, 0.5, () => ' ELSE Id, Name')} END`
}

const GROUPED = new Set<FieldType>([
  'string',
  'picklist',
  'boolean',
  'int',
  'date',
  'email',
  'phone',
  'url',
  'id',
  'reference',
])
const COUNTED = new Set<FieldType>(['int', 'double', 'currency', 'percent'])
const DATE_PARTS = ['CALENDAR_YEAR', 'CALENDAR_QUARTER', 'DAY_IN_WEEK', 'FISCAL_YEAR', 'WEEK_IN_MONTH']

/** A query of groups, with HAVING, ROLLUP and CUBE. */
function grouped(random: Random, grammar: Grammar, object: GrammarObject): string {
  const names = new Set(
    several(random, 3, () => pick(random, object.fields))
      .filter(({ type, isLong }) => GROUPED.has(type) && !isLong)
      .map(({ name }) => name),
  )
  const keys = [...names, ...(hasMoment(object) && random() < 0.3 ? [`${pick(random, DATE_PARTS)}(CreatedDate)`] : [])]
  const counted = pick(
    random,
    object.fields.filter(({ type }) => COUNTED.has(type)).concat({ name: 'Id', type: 'id', isLong: false }),
  )
  const aggregate = COUNTED.has(counted.type)
    ? pick(random, ['SUM', 'AVG', 'MIN', 'MAX'])
    : pick(random, ['MIN', 'MAX', 'COUNT', 'COUNT_DISTINCT'])
  const list = [...keys, `${aggregate}(${counted.name}) figure`, ...(random() < 0.5 ? ['COUNT(Id)'] : [])]
  const list2 = keys.length > 0 && random() < 0.2 ? [...list, `GROUPING(${keys[0]}) isTotal`] : list
  const how = pick(random, ['', '', 'ROLLUP', 'CUBE'])
  const groups =
    keys.length === 0 ? '' : how === '' ? ` GROUP BY ${keys.join(', ')}` : ` GROUP BY ${how}(${keys.join(', ')})`
  const having = maybe(
    random,
    0.3,
    () => ` HAVING COUNT(Id) ${pick(random, ['>', '=', '<='])} ${Math.floor(random() * 3)}`,
  )
  const order = maybe(random, 0.3, () => ` ORDER BY COUNT(Id) DESC${keys.length > 0 ? `, ${keys[0]}` : ''} NULLS LAST`)
  const where = maybe(random, 0.4, () => ` WHERE ${condition(random, grammar, object)}`)
  const isTotalInRollup = list2 === list || how !== ''
  return `SELECT ${(isTotalInRollup ? list2 : list).join(', ')} FROM ${object.name}${where}${groups}${having}${order} LIMIT 100`
}

/** A query the grammar makes: nearly all of them mean something, and all of them could. */
export function aQuery(random: Random, grammar: Grammar): string {
  const object = pick(random, [...grammar.values()])
  const chance = random()
  if (chance < 0.2) return grouped(random, grammar, object)
  if (chance < 0.25)
    return `SELECT COUNT() FROM ${object.name}${maybe(random, 0.7, () => ` WHERE ${condition(random, grammar, object)}`)}`
  const tail = pick(random, ['', '', '', ' ALL ROWS', ' FOR VIEW', ' FOR REFERENCE'])
  const mode = (text: string): string =>
    random() < 0.1 && !/ ORDER| LIMIT| OFFSET/.test(text) ? ' WITH USER_MODE' : ''
  const rest = clauses(random, grammar, object, true)
  return `SELECT ${selectList(random, grammar, object, 0)} FROM ${object.name}${rest}${mode(rest)}${tail}`
}

const SCRAPS = [
  "'",
  '(',
  ')',
  ',',
  '.',
  ':',
  '\\',
  '--',
  '/*',
  ';',
  '\0',
  ' FROM ',
  ' WHERE ',
  ' NULL ',
  ' 1e9 ',
  '\u{1f600}',
  '$1',
  '%',
]

/** The same query with a few scars: a scrap put in, a part cut out or doubled. */
export function scarred(random: Random, text: string): string {
  let wounded = text
  for (const _ of several(random, 3, () => true)) {
    const at = Math.floor(random() * wounded.length)
    const end = Math.min(wounded.length, at + Math.floor(random() * 12))
    const chance = random()
    if (chance < 0.4) wounded = wounded.slice(0, at) + pick(random, SCRAPS) + wounded.slice(at)
    else if (chance < 0.7) wounded = wounded.slice(0, at) + wounded.slice(end)
    else wounded = wounded.slice(0, end) + wounded.slice(at)
  }
  return wounded
}
