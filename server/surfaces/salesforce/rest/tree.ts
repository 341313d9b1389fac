import type { Refusal } from '../../../platform/errors.ts'
import { childRelationshipsOf } from '../../../ground/objects/soql/relationships.ts'
import { dialectErrors, dialectRefusal, type DialectError } from '../dialect/errors.ts'
import { typeIn, type SentRecord } from '../dialect/records.ts'
import { sobjectNamed, type SObject } from '../dialect/sobjects.ts'
import { createSObjects } from '../dialect/writing.ts'
import { foundInRest } from './found.ts'
import { duplicateRuleIn, isObject, NothingKept, objectIn, type Asked, type Here, type Operation } from './asked.ts'
import { sobjectAt } from './records.ts'

const MOST_RECORDS = 200
const MOST_LEVELS = 5

/** One record of a tree: `children` are still as they were sent. */
type Node = {
  readonly referenceId: string
  readonly sobject: SObject
  readonly fields: SentRecord
  readonly children: readonly { readonly relationship: string; readonly records: readonly unknown[] }[]
  id?: string
}

type Level = readonly { readonly node: Node; readonly parent?: { readonly node: Node; readonly fieldName: string } }[]

/** POST /composite/tree/X: records and those that belong to them, up to 200 on five levels; all are made or none. */
export const tree: Operation = async (here, asked) => {
  const root = await sobjectAt(here, asked, 2)
  const { records } = objectIn(asked.body)
  const nodes: Node[] = []
  const known = new Set<string>()
  let level: Level = await nodesOf(here, listOf(records), root, known)
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MOST_LEVELS)
      throw dialectRefusal('INVALID_INPUT', `A tree has at most ${MOST_LEVELS} levels of records.`)
    nodes.push(...level.map(({ node }) => node))
    if (nodes.length > MOST_RECORDS)
      throw dialectRefusal('INVALID_INPUT', `Cannot create more than ${MOST_RECORDS} records in one request.`)
    await makeLevel(here, asked, level)
    level = await nextLevel(here, level, known)
  }
  return {
    status: 201,
    body: { hasErrors: false, results: nodes.map(({ referenceId, id }) => ({ referenceId, id })) },
  }
}

/** One call of the verb for each object of the level. */
async function makeLevel({ tx, actor }: Here, asked: Asked, level: Level): Promise<void> {
  const refused: { readonly referenceId: string; readonly errors: readonly DialectError[] }[] = []
  for (const together of Map.groupBy(level, ({ node }) => node.sobject.definition.name).values()) {
    const [first] = together
    if (first === undefined) continue
    const sent = together.map(({ node, parent }) => ({
      ...node.fields,
      ...(parent === undefined ? {} : { [parent.fieldName]: parent.node.id }),
    }))
    const results = await createSObjects(tx, actor, first.node.sobject, sent, { ...duplicateRuleIn(asked) })
    for (const [at, { node }] of together.entries()) {
      const { id, success, errors } = results[at] ?? { id: null, success: false, errors: [] }
      if (success && id !== null) node.id = id
      else refused.push({ referenceId: node.referenceId, errors })
    }
  }
  if (refused.length > 0) throw nothingMade(refused)
}

const nothingMade = (refused: readonly { readonly referenceId: string; readonly errors: readonly DialectError[] }[]) =>
  new NothingKept({
    status: 400,
    body: {
      hasErrors: true,
      results: refused.map(({ referenceId, errors }) => ({
        referenceId,
        errors: errors.map(({ errorCode, message, fields, duplicateResult }) => ({
          statusCode: errorCode,
          message,
          fields,
          ...foundInRest(duplicateResult),
        })),
      })),
    },
  })

async function nextLevel(here: Here, level: Level, known: Set<string>): Promise<Level> {
  const next: Level[number][] = []
  for (const { node } of level) {
    if (node.children.length === 0) continue
    const relationships = await childRelationshipsOf(here.tx, node.sobject.definition)
    for (const { relationship, records } of node.children) {
      const found = relationships.find(({ name }) => name.toLowerCase() === relationship.toLowerCase())
      if (found === undefined)
        throw dialectRefusal(
          'INVALID_FIELD',
          `No such relationship '${relationship.slice(0, 80)}' on sobject of type ${node.sobject.definition.name}`,
        )
      const sobject = await sobjectNamed(here.tx, here.actor, here.rooms, found.definition.name)
      for (const inside of await nodesOf(here, records, sobject, known))
        next.push({ ...inside, parent: { node, fieldName: found.field.name } })
    }
  }
  return next
}

async function nodesOf(here: Here, records: readonly unknown[], expected: SObject, known: Set<string>): Promise<Level> {
  const nodes: { readonly node: Node }[] = []
  for (const record of records) {
    if (!isObject(record)) throw dialectRefusal('JSON_PARSER_ERROR', 'A record of a tree is an object.')
    const type = typeIn(record.attributes)
    const sobject =
      typeof type === 'string' && type.toLowerCase() !== expected.definition.name.toLowerCase()
        ? await sobjectNamed(here.tx, here.actor, here.rooms, type)
        : expected
    if (sobject.definition !== expected.definition)
      throw nothingMade([
        { referenceId: referenceIdIn(record, known), errors: dialectErrors(wrongType(type, expected)) ?? [] },
      ])
    nodes.push({ node: nodeOf(record, sobject, referenceIdIn(record, known)) })
  }
  return nodes
}

function nodeOf(record: SentRecord, sobject: SObject, referenceId: string): Node {
  const fields: Record<string, unknown> = {}
  const children: Node['children'][number][] = []
  for (const [name, value] of Object.entries(record)) {
    if (isObject(value) && Array.isArray(value.records)) children.push({ relationship: name, records: value.records })
    else fields[name] = value
  }
  return { referenceId, sobject, fields, children }
}

function referenceIdIn({ attributes }: SentRecord, known: Set<string>): string {
  const referenceId = isObject(attributes) ? attributes.referenceId : undefined
  if (typeof referenceId !== 'string' || referenceId === '')
    throw dialectRefusal('INVALID_INPUT', 'Include a reference ID for each record in the request.')
  if (known.has(referenceId))
    throw dialectRefusal('INVALID_INPUT', `Duplicate ReferenceId provided in the request: ${referenceId.slice(0, 80)}`)
  known.add(referenceId)
  return referenceId
}

const wrongType = (type: unknown, { definition }: SObject): Refusal =>
  dialectRefusal(
    'INVALID_INPUT',
    `A record here is of type ${definition.name}, and this one says '${String(type).slice(0, 80)}'.`,
  )

function listOf(records: unknown): readonly unknown[] {
  if (Array.isArray(records) && records.length > 0) return records
  throw dialectRefusal('INVALID_INPUT', "A list of records is expected under 'records'.")
}
