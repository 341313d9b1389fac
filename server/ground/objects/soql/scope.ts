import { sql, type RawBuilder } from '../../../platform/sql.ts'
import { fieldNamed, rowsOf, type About, type Field, type ObjectDefinition } from '../definition.ts'
import { valueOf } from '../filter.ts'
import { visible, visibleOrDeleted } from '../visibility.ts'
import { askedFor } from './askedFor.ts'
import { readableObject, type Context } from './context.ts'
import { malformed, refusalOf, unknownRelation } from './refusals.ts'
import { parentField } from './relationships.ts'
import type { Path, Query } from './syntax.ts'

/** A table of the statement, under its alias. */
export type Target = { readonly definition: ObjectDefinition; readonly alias: string }

/** A record a path leads to: of one object, or of one of several. */
export type Node = {
  readonly targets: readonly Target[]
  /** The record's id; null where there is none, or it is out of the actor's reach. */
  readonly id: RawBuilder<unknown>
  /** The object's name, and `Name` for who or what may be of several. */
  readonly type: string
  readonly isMixed: boolean
  readonly level: number
  readonly parents: Map<Field, Node>
  /** Whether it tells of the object the scope's own rows tell of. */
  readonly isAboutTheSame: boolean
}

/** What the names of one SELECT mean: its table, and the parents joined to it as they are asked for. */
export type Scope = {
  readonly context: Context
  readonly definition: ObjectDefinition
  readonly root: Node
  readonly joins: RawBuilder<unknown>[]
  /** What may stand in front of a path: the object's name, its alias, further names of the FROM part. */
  readonly prefixes: ReadonlyMap<string, readonly string[]>
  /** The only objects it is about, where its rows tell of objects. */
  readonly about?: About
}

const DEEPEST_PARENT = 5
const MOST_JOINED = 55

/** Opens the scope of a SELECT from an object; a sub-query may already be known to be about some objects only. */
export function openScope(context: Context, definition: ObjectDefinition, query: Query, known?: About): Scope {
  const alias = nextAlias(context)
  const prefixes = new Map<string, readonly string[]>([[definition.name.toLowerCase(), []]])
  const fromName = query.from.names.at(-1)
  if (fromName !== undefined) prefixes.set(fromName.toLowerCase(), [])
  if (query.alias !== undefined) prefixes.set(query.alias.toLowerCase(), [])
  for (const further of query.further) {
    const [first = '', ...rest] = further.path.names
    const start = prefixes.get(first.toLowerCase())
    if (start === undefined || rest.length === 0) throw unknownRelation(context.text, further.path.at, first)
    prefixes.set(further.alias.toLowerCase(), [...start, ...rest])
  }
  const root: Node = {
    targets: [{ definition, alias }],
    id: sql.ref(`${alias}.id`),
    type: definition.name,
    isMixed: false,
    level: 0,
    parents: new Map(),
    isAboutTheSame: true,
  }
  const scope: Scope = { context, definition, root, joins: [], prefixes }
  const about = known ?? definition.aboutOf?.(askedFor(query.where, (path) => withoutPrefix(scope, path)))
  return { ...scope, about }
}

/** The alias of the scope's own table. */
export const aliasOf = ({ root }: Scope): string => root.targets[0]?.alias ?? ''

export const nextAlias = ({ names }: Context): string => `t${names.used++}`

/** What follows FROM: the table, and the parents joined so far. */
export const fromClause = (scope: Scope): RawBuilder<unknown> =>
  sql`${rowsOf(scope.definition, scope.about)} ${sql.ref(aliasOf(scope))} ${sql.join(scope.joins, sql` `)}`

/** That a record may be seen. */
export const seen = ({ actor, withDeleted }: Context, { definition, alias }: Target): RawBuilder<unknown> =>
  withDeleted ? visibleOrDeleted(actor, definition, alias) : visible(actor, definition, alias)

/** The record a path's relationships lead to, and the name that is left: `Account.Owner.Name` → the owner, `Name`. */
export function walk(scope: Scope, path: Path): { readonly node: Node; readonly name: string } {
  const names = withoutPrefix(scope, path)
  let node = scope.root
  for (const name of names.slice(0, -1)) node = parentOf(scope, node, name, path)
  return { node, name: names.at(-1) ?? '' }
}

function withoutPrefix({ prefixes, definition }: Scope, { names }: Path): readonly string[] {
  const [first = '', ...rest] = names
  const start = rest.length === 0 ? undefined : prefixes.get(first.toLowerCase())
  // A relationship may bear the name of the object it starts from; then it is the relationship that is meant.
  if (start === undefined || (start.length === 0 && parentField(definition, first) !== undefined && names.length > 2))
    return names
  return [...start, ...rest]
}

/** The record a relationship leads to; joined once, however often it is asked for. */
export function parentOf(scope: Scope, node: Node, relationship: string, { at }: Path): Node {
  const { text } = scope.context
  const target = node.isMixed ? userAmong(node, relationship) : node.targets[0]
  const field = target === undefined ? undefined : parentField(target.definition, relationship)
  if (target === undefined || field === undefined) throw unknownRelation(text, at, relationship)
  const known = node.parents.get(field)
  if (known !== undefined) return known
  if (node.level >= DEEPEST_PARENT)
    throw malformed(
      text,
      at,
      `SOQL statements cannot query parent relationships more than ${DEEPEST_PARENT} levels deep`,
    )
  if (scope.joins.length >= MOST_JOINED)
    throw refusalOf('query_too_complicated', `maximum number of parent relationships (${MOST_JOINED}) exceeded`)
  const parent = joinParents(scope, node, target, field)
  if (parent === undefined) throw unknownRelation(text, at, relationship)
  node.parents.set(field, parent)
  return parent
}

/** Of a record that may be of several objects only what it has as a user is followed: `Owner.Profile.Name`. */
const userAmong = ({ targets }: Node, relationship: string): Target | undefined =>
  /^(?:Profile|UserRole)$/i.test(relationship)
    ? targets.find(({ definition }) => definition.name === 'User')
    : undefined

function joinParents(scope: Scope, node: Node, target: Target, field: Field): Node | undefined {
  const { context } = scope
  const reference = valueOf(field, target.alias)
  const targets = (field.referenceTo ?? []).flatMap((name) => {
    const definition = readableObject(context, name)
    return definition === undefined ? [] : [{ definition, alias: nextAlias(context) }]
  })
  if (targets.length === 0) return undefined
  const isAboutTheSame = node.isAboutTheSame && field.aboutTheSame === true
  const about = isAboutTheSame ? scope.about : undefined
  for (const one of targets)
    scope.joins.push(
      sql`left join ${rowsOf(one.definition, about)} ${sql.ref(one.alias)} on ${sql.ref(`${one.alias}.id`)} = ${reference} and ${seen(context, one)}`,
    )
  const ids = targets.map(({ alias }) => sql.ref(`${alias}.id`))
  const isMixed = (field.referenceTo ?? []).length > 1
  return {
    targets,
    id: ids.length === 1 && ids[0] !== undefined ? ids[0] : sql`coalesce(${sql.join(ids)})`,
    type: isMixed ? 'Name' : (targets[0]?.definition.name ?? ''),
    isMixed,
    level: node.level + 1,
    parents: new Map(),
    isAboutTheSame,
  }
}

/** The object's name of what is there. */
export const typeOfNode = ({ targets }: Node): RawBuilder<unknown> =>
  sql`case ${sql.join(
    targets.map(
      ({ definition, alias }) => sql`when ${sql.ref(`${alias}.id`)} is not null then ${sql.lit(definition.name)}`,
    ),
    sql` `,
  )} end`

/** A field of a record, wherever it is looked for. */
export const fieldOf = ({ targets }: Node, name: string): readonly (Target & { readonly field: Field })[] =>
  targets.flatMap((target) => {
    const field = fieldNamed(target.definition, name)
    return field === undefined ? [] : [{ ...target, field }]
  })
