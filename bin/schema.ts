import { readFile, writeFile } from 'node:fs/promises'
import { reading } from '../server/platform/transactions.ts'
import type { Tx } from '../server/platform/tx.ts'
import { makeDatabase, stopTestPostgres } from '../test/support/postgres.ts'
import {
  codeOf,
  columnsOf,
  constraintsOf,
  indexesOf,
  relationsOf,
  statisticsOf,
  type Part,
  type Relation,
} from './schema.sql.ts'
import { inRoot } from './terminal.ts'

const FILE = inRoot('db', 'schema.sql')
const HEAD = `-- What the migrations add up to. Written by: npm run schema. Never by hand.\n`

const { db, org, drop } = await makeDatabase()
try {
  const schema = await reading(db, org, async (tx) =>
    [
      HEAD,
      await describe(tx, 'platform', 'Above all orgs'),
      await describe(tx, org.schema, 'In the schema of each org'),
    ].join('\n'),
  )
  if (process.argv.includes('--check')) await compare(schema)
  else await writeFile(FILE, schema)
} finally {
  await drop()
  await stopTestPostgres()
}

async function compare(schema: string): Promise<void> {
  const kept = await readFile(FILE, 'utf8').catch(() => '')
  if (kept.replaceAll('\r\n', '\n') === schema) return
  const [before, after] = [new Set(kept.split('\n')), new Set(schema.split('\n'))]
  const gone = [...before].filter((line) => !after.has(line)).map((line) => `- ${line}`)
  const come = [...after].filter((line) => !before.has(line)).map((line) => `+ ${line}`)
  process.stdout.write(
    ['db/schema.sql is not what the migrations add up to:', ...gone, ...come].slice(0, 60).join('\n') + '\n',
  )
  process.exitCode = 1
}

async function describe(tx: Tx, schema: string, title: string): Promise<string> {
  const relations = await relationsOf(tx, schema)
  const [columns, constraints, indexes, statistics, code] = [
    partsByTable(await columnsOf(tx, schema)),
    partsByTable(await constraintsOf(tx, schema)),
    partsByTable(await indexesOf(tx, schema)),
    partsByTable(await statisticsOf(tx, schema)),
    await codeOf(tx, schema),
  ]
  const written = relations.map((relation) => {
    const lines = [...(columns.get(relation.name) ?? []), ...(constraints.get(relation.name) ?? [])]
    const after = [...(indexes.get(relation.name) ?? []), ...(statistics.get(relation.name) ?? [])].map(
      (text) => `${text};\n`,
    )
    return [...commentOf(relation), create(relation, lines), ...after].join('')
  })
  // The org's schema has a name of its own only in this database.
  const text = [`-- ${title}\n`, ...written, ...code.map((part) => `${part.text};\n`)].join('\n')
  return text
    .replaceAll(`${schema}.`, '')
    .replaceAll(/CREATE( UNIQUE)? (INDEX|STATISTICS)/g, (words) => words.toLowerCase())
}

function commentOf({ comment }: Relation): readonly string[] {
  return comment === null ? [] : [`-- ${comment}\n`]
}

function create({ name, kind, definition, parent }: Relation, lines: readonly string[]): string {
  if (kind === 'S') return `create sequence ${name} ${definition};\n`
  if (kind === 'v' || kind === 'm')
    return `create ${kind === 'm' ? 'materialized ' : ''}view ${name} as\n${definition}\n`
  if (parent !== null) return `create table ${name} partition of ${parent} ${definition};\n`
  const partitioned = kind === 'p' ? ` partition by ${definition}` : ''
  return `create table ${name} (\n  ${lines.join(',\n  ')}\n)${partitioned};\n`
}

function partsByTable(parts: readonly Part[]): Map<string, string[]> {
  const byTable = new Map<string, string[]>()
  for (const { table, text } of parts) byTable.set(table, [...(byTable.get(table) ?? []), text])
  return byTable
}
